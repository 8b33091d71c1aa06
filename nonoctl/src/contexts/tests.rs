use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::*;
use crate::error::ErrorKind;

const TEXT: &str = "# mine\ncurrent = \"dev\" # for now\nfuture = 1\n\n[context.dev]\nconnect = \"127.0.0.1:2181/nono\"\n\n\
    [context.prod]\nconnect = \"zk1:2181,zk2:2181/nono\"\nprotected = true # hands off\ncolor = \"red\"\nquota = 7\n\
    auth_file = \"secrets/prod\"\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(text: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        std::fs::write(folder.file(), text).unwrap();
        folder
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("config.toml")
    }

    fn secret(&self, name: &str, text: &str, mode: u32) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn wish(&self) -> Wish {
        Wish { file: Some((self.file(), false)), ..Wish::default() }
    }
}

fn refusal(text: &str) -> CommandErrorText {
    let folder = Folder::with(text);
    let error = read(&folder.file(), false).unwrap_err();
    let place = format!("{}:", folder.file().display());
    CommandErrorText(error.kind, error.message.replace(&place, ""), error.causes.join("|"), error.hints.join("|"))
}

#[derive(Debug)]
struct CommandErrorText(ErrorKind, String, String, String);

#[test]
fn a_bad_file_is_refused_with_line_column_the_line_itself_and_a_remedy() {
    for (text, place, says) in [
        ("current = \"dev\n", "1:", ""),
        ("[context.dev]\nprotected = true\n", "1:1: ", "missing field `connect`"),
        ("[context.dev]\nconnect = \"zk1/nono\"\n  protected = \"yes\"\n", "3:15: ", "expected a boolean"),
        ("[context.dev]\nconnect = \"zk1:99999/nono\"\n", "2:12: ", "which is not a number from 1 to 65535"),
        ("[context.\"a b\"]\nconnect = \"zk1/nono\"\n", "1:11: ", "a context's name has letters"),
        ("[context.dev]\nconnect = \"zk1/nono\"\ncolor = \"pink\"\n", "3:9: ", "unknown variant `pink`"),
        ("current = \"é\" true\n", "1:", ""),
    ] {
        let CommandErrorText(kind, message, line, hints) = refusal(text);
        assert_eq!(kind, ErrorKind::Usage, "{text}");
        assert!(message.starts_with(place) && message.contains(says), "{text}: {message}");
        assert!(!line.is_empty() && hints.contains("--config FILE"), "{text}: {line} {hints}");
    }
}

#[test]
fn a_file_that_is_not_there_has_no_contexts_unless_it_was_named() {
    let nowhere = Path::new("/nowhere/at/all.toml");
    assert!(read(nowhere, false).unwrap().contexts.is_empty());
    assert_eq!(read(nowhere, true).unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn what_looks_misspelt_is_told_and_what_is_only_unknown_is_not() {
    let folder =
        Folder::with("curent = \"a\"\nfuture = 1\n[context.a]\nconnect = \"zk1/nono\"\nprotectd = true\nquota = 1\n");
    let slips = read(&folder.file(), false).unwrap().slips;
    let all = slips.join("\n");
    assert_eq!(slips.len(), 2, "{all}");
    assert!(all.contains("curent is not known (did you mean current?)"), "{all}");
    assert!(all.contains("context.a.protectd is not known (did you mean protected?)"), "{all}");
}

#[test]
fn an_edit_keeps_comments_order_and_what_is_not_known() {
    let folder = Folder::with(TEXT);
    let mut editor = ContextEditor::of(&read(&folder.file(), false).unwrap()).unwrap();
    editor.set_current(Some("prod"));
    editor.rename("prod", "live");
    editor.add("eu", &Context { connect: "zk9/nono".into(), protected: true, ..Context::default() });
    editor.save().unwrap();
    let text = std::fs::read_to_string(folder.file()).unwrap();
    for kept in
        ["# mine\n", "current = \"prod\" # for now\n", "future = 1\n", "protected = true # hands off\n", "quota = 7\n"]
    {
        assert!(text.contains(kept), "{kept:?} is gone:\n{text}");
    }
    let file = read(&folder.file(), false).unwrap();
    assert_eq!(file.contexts.keys().collect::<Vec<_>>(), ["dev", "eu", "live"], "{text}");
    assert!(file.contexts["eu"].protected && file.contexts["live"].protected);
}

#[test]
fn a_file_is_replaced_in_one_step_through_links_and_for_its_owner_alone() {
    let folder = Folder::with(TEXT);
    let link = folder.0.path().join("link.toml");
    std::os::unix::fs::symlink(folder.file(), &link).unwrap();
    let mut editor = ContextEditor::of(&read(&link, true).unwrap()).unwrap();
    editor.remove("prod");
    editor.set_current(None);
    editor.save().unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    let file = read(&folder.file(), true).unwrap();
    assert_eq!((file.current, file.contexts.len()), (None, 1));
    assert_eq!(std::fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777, 0o600);
    let left: Vec<_> = std::fs::read_dir(folder.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_was_typed_beats_the_environment_which_beats_the_file() {
    let folder = Folder::with(TEXT);
    let place = |wish: &Wish| resolve(wish).unwrap().unwrap().place;
    let mut wish = folder.wish();
    assert_eq!(place(&wish), Place::Context("dev".into()));
    wish.context_usual = Some("prod".into());
    assert_eq!(place(&wish), Place::Context("prod".into()));
    wish.connect_usual = Some("zk7/nono".into());
    assert_eq!(place(&wish), Place::Connect("zk7/nono".into()));
    wish.context_typed = Some("dev".into());
    assert_eq!(place(&wish), Place::Context("dev".into()));
    wish.connect_typed = Some("zk8/nono".into());
    let target = resolve(&wish).unwrap().unwrap();
    assert_eq!((target.place, target.context.protected), (Place::Connect("zk8/nono".into()), false));
}

#[test]
fn a_context_that_is_not_there_is_exit_3_with_a_guess() {
    let folder = Folder::with(TEXT);
    let error = resolve(&Wish { context_typed: Some("prd".into()), ..folder.wish() }).unwrap_err();
    assert_eq!((error.exit(), error.suggestions.as_slice()), (3, &["prod".to_owned()][..]));
    let stale = Folder::with(&TEXT.replace("current = \"dev\"", "current = \"gone\""));
    let error = resolve(&stale.wish()).unwrap_err();
    assert!(error.exit() == 3 && error.message.contains("current is \"gone\""), "{error:?}");
    assert_eq!(resolve(&Folder::with("").wish()).unwrap(), None);
}

#[test]
fn secrets_are_read_from_files_beside_the_contexts_and_shown_nowhere() {
    let folder = Folder::with(TEXT);
    let prod = || resolve(&Wish { context_typed: Some("prod".into()), ..folder.wish() }).unwrap().unwrap().options();
    let missing = prod().unwrap_err();
    assert!(missing.exit() == 3 && missing.message.contains("secrets/prod cannot be read"), "{missing:?}");
    folder.secret("secrets/prod", "operator", 0o600);
    assert!(prod().unwrap_err().message.ends_with("its first line is not USER:PASSWORD"));
    folder.secret("secrets/prod", "operator:hunter2:x\n", 0o600);
    let (options, warnings) = prod().unwrap();
    let digest = options.digest.as_ref().unwrap();
    assert_eq!((digest.user.as_str(), digest.password.as_str(), warnings.len()), ("operator", "hunter2:x", 0));
    assert!(!format!("{options:?}").contains("hunter2"));
    folder.secret("secrets/prod", "operator:hunter2\n", 0o644);
    let (_, warnings) = prod().unwrap();
    assert!(warnings[0].contains("can be read by others (mode 0644): chmod 600"), "{warnings:?}");
}

#[test]
fn half_a_certificate_is_refused() {
    for (members, says) in [
        ("tls_cert = \"c.pem\"", "need tls_ca"),
        ("tls_ca = \"ca.pem\"\ntls_key = \"k.pem\"", "belong together"),
        ("tls_ca = \"none.pem\"", "none.pem cannot be read"),
    ] {
        let folder = Folder::with(&format!("current = \"a\"\n[context.a]\nconnect = \"zk1/nono\"\n{members}\n"));
        folder.secret("ca.pem", "", 0o600);
        folder.secret("k.pem", "", 0o600);
        let error = resolve(&folder.wish()).unwrap().unwrap().options().unwrap_err();
        assert!(error.message.contains(says), "{members}: {error:?}");
    }
}

#[test]
fn names_that_could_not_be_typed_or_be_files_are_refused() {
    for name in ["prod", "eu-1", "a.b_c"] {
        assert_eq!(context_name(name).as_deref(), Ok(name));
    }
    for name in ["", "-x", ".x", "a b", "a/b", "prod\n", &"x".repeat(64)] {
        assert!(context_name(name).is_err(), "{name:?}");
    }
}
