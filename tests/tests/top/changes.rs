//! Changing: each change asks first, names what it does and which command does the same, and is made once confirmed.

use nono_tests::cluster::Cluster;
use nono_tests::terminal::Terminal;
use serde_json::Value;

use crate::setting::{as_before, before, begin, cluster, shell, top};

async fn task(cluster: &Cluster, name: &str) -> Value {
    cluster.nonoctl(&["task", "get", name, "-o", "json"]).await.ok().json()
}

async fn is_paused(cluster: &Cluster) -> bool {
    !task(cluster, "crm.import").await["paused"].is_null()
}

#[tokio::test]
async fn a_change_is_made_after_a_question_that_says_what_it_does() {
    let cluster = cluster(&["alpha"]).await;
    let top = top(&cluster, "--view tasks").await;
    paused(&cluster, &top).await;
    resumed(&cluster, &top).await;
    replayed(&top).await;
    drained(&cluster, &top).await;
    everything_paused(&cluster, &top).await;
}

async fn paused(cluster: &Cluster, top: &Terminal) {
    let place = cluster.place();
    top.wait_until("what is selected", |screen| {
        screen.contains("> crm.export") && row_of(screen, "crm.import").contains("ok")
    })
    .await;
    top.send(&["j"]).await;
    top.wait_for("> crm.import").await;
    top.send(&["P"]).await;
    let screen = top.wait_for(&format!("Pause 1 task in {place}")).await;
    assert!(screen.contains("│ crm.import  ok, next in ") && screen.contains("Same as:"), "{screen}");
    assert!(screen.contains(&format!("nonoctl --connect {place} task pause crm.import")), "{screen}");
    // The reason has the keys: no button is pressed by Enter before one is chosen.
    top.type_in("it's late").await;
    top.wait_for("--reason 'it'\\''s late'").await;
    top.send(&["Enter"]).await;
    top.wait_for("[ Cancel ]").await;
    top.send(&["Enter"]).await;
    top.wait_without("Same as:").await;
    assert!(!is_paused(cluster).await, "cancelled");

    top.send(&["P"]).await;
    top.wait_for("Same as:").await;
    top.type_in("maintenance").await;
    top.send(&["Tab", "Tab"]).await;
    top.wait_for("[ Pause ]").await;
    top.send(&["Enter"]).await;
    top.wait_for("task crm.import paused").await;
    top.wait_until("paused in its row", |screen| row_of(screen, "crm.import").contains("paused")).await;
    let stored = task(cluster, "crm.import").await;
    assert!(!stored["paused"].is_null() && stored.to_string().contains("maintenance"), "{stored}");
}

async fn resumed(cluster: &Cluster, top: &Terminal) {
    // Nothing is typed here: Cancel is chosen.
    top.send(&["P"]).await;
    let screen = top.wait_for(&format!("Resume 1 task in {}", cluster.place())).await;
    assert!(screen.contains("[ Cancel ]") && screen.contains("task resume crm.import"), "{screen}");
    top.send(&["Enter"]).await;
    top.wait_without("Same as:").await;
    assert!(is_paused(cluster).await, "cancelled");
    top.send(&["P"]).await;
    top.wait_for("[ Cancel ]").await;
    top.send(&["Right"]).await;
    top.wait_for("[ Resume ]").await;
    top.send(&["Enter"]).await;
    top.wait_for("task crm.import resumed").await;
    let ok = |screen: &str| row_of(screen, "crm.import").contains("ok");
    top.wait_until("ok in its row", ok).await;
    assert!(!is_paused(cluster).await);
}

/// A run that has ended has no end to wait for, and is run once more if a person wants that.
async fn replayed(top: &Terminal) {
    top.send(&[":"]).await;
    top.type_in("runs web.ping").await;
    top.send(&["Enter"]).await;
    top.wait_until("a run", |screen| screen.contains("filter: web.ping") && screen.contains("succeeded")).await;
    top.send(&["g", "K"]).await;
    top.wait_for("Nothing is cancelled").await;
    // Who expected a question types a reason.
    top.type_in("XqP").await;
    top.send(&["Enter"]).await;
    let screen = top.wait_without("Nothing is cancelled").await;
    assert!(screen.contains("has ended already: succeeded") && screen.contains("[4 Runs]"), "{screen}");
    top.send(&["Y"]).await;
    let screen = top.wait_for("Replay run r-").await;
    assert!(screen.contains("of task web.ping  succeeded") && screen.contains(" --force"), "{screen}");
    top.type_in("OPS-4121").await;
    top.send(&["Tab", "Tab"]).await;
    top.wait_for("[ Replay ]").await;
    top.send(&["Enter"]).await;
    top.wait_for("runs once more as r-").await;
}

/// On its own page a scheduler is the one that is meant, whichever of its runs is selected.
async fn drained(cluster: &Cluster, top: &Terminal) {
    top.send(&["3"]).await;
    top.wait_for("> alpha").await;
    top.send(&["Enter"]).await;
    top.wait_until("its runs", |screen| screen.contains("┌ Scheduler alpha") && screen.contains("web.ping")).await;
    top.send(&["D"]).await;
    let screen = top.wait_for(&format!("Drain scheduler alpha in {}", cluster.place())).await;
    assert!(screen.contains("owns 8 partitions") && screen.contains("scheduler drain alpha"), "{screen}");
    top.send(&["Escape"]).await;
    top.wait_without("Same as:").await;
}

/// From the view of the cluster everything is paused; that it is so is seen at once, whoever did it.
async fn everything_paused(cluster: &Cluster, top: &Terminal) {
    top.send(&["6"]).await;
    top.wait_for("P pause all").await;
    top.send(&["P"]).await;
    let screen = top.wait_for(&format!("Pause everything in {}", cluster.place())).await;
    assert!(screen.contains("cluster pause --yes"), "{screen}");
    top.type_in("database move").await;
    top.send(&["Tab", "Tab"]).await;
    top.wait_for("[ Pause ]").await;
    top.send(&["Enter"]).await;
    top.wait_for("the whole cluster is paused").await;
    top.wait_for("PAUSED").await;
    top.send(&["P"]).await;
    top.wait_until("who wanted it so", |screen| {
        screen.contains("Resume everything") && screen.contains("database move")
    })
    .await;
    top.send(&["Escape"]).await;
    let _ = cluster.nonoctl(&["cluster", "resume"]).await.ok();
    top.wait_without("PAUSED").await;
}

fn row_of<'a>(screen: &'a str, task: &str) -> &'a str {
    screen.lines().find(|line| line.contains(&format!("{task} ")) && line.contains("0 3 * * *")).unwrap_or_default()
}

/// `E` opens the manifest in the person's editor, which has the terminal for itself; what changes is shown and asked
/// about, what is wrong in it is refused, what is right is kept.
#[tokio::test]
async fn an_open_task_is_edited_and_the_terminal_is_as_before() {
    const EDITOR: &str = "stty -g >in-editor\nsed -i 's/0 3 \\* \\* \\*/'$HOUR' 4 * * */' \"$1\"\n";
    let cluster = cluster(&["alpha"]).await;
    std::fs::write(cluster.folder().join("editor.sh"), EDITOR).unwrap();
    let terminal = shell(&cluster).await;
    terminal.line("export EDITOR='sh ./editor.sh'").await;
    // What is wrong comes back into the editor; this one leaves it so, and the text is kept.
    terminal.line("export HOUR=99 TMPDIR=$PWD").await;
    edit(&terminal, &cluster).await;
    let refused = terminal.wait_for("the minute 99 is out of range").await;
    assert!(refused.contains("your text is kept in"), "{refused}");
    let texts = std::fs::read_dir(cluster.folder()).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = texts.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    let [kept] = kept.as_slice() else { panic!("one text is kept: {kept:?}") };
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(kept.starts_with("#! error: ") && kept.contains("99 4 * * *"), "{kept}");
    terminal.send(&["Escape"]).await;
    terminal.wait_without("your text is kept in").await;
    leave(&terminal, &cluster).await;

    terminal.line("export HOUR=30").await;
    edit(&terminal, &cluster).await;
    let question = terminal.wait_for("task edit crm.import").await;
    assert!(question.contains("+   cron: 30 4 * * *"), "what changes is shown: {question}");
    terminal.send(&["Tab", "Enter"]).await;
    terminal.wait_for("✓ task crm.import changed: version 2").await;
    assert!(terminal.alternate_on().await);
    let read = |name: &str| std::fs::read_to_string(cluster.folder().join(name)).unwrap();
    assert_eq!(read("in-editor"), read("before"), "the editor gets the terminal as the shell has it");
    leave(&terminal, &cluster).await;
    let stored = task(&cluster, "crm.import").await.to_string();
    assert!(stored.contains("30 4 * * *"), "{stored}");
}

/// Ctrl-C in an editor that leaves the keys to the terminal goes to all that run there.
#[tokio::test]
async fn an_editor_that_is_interrupted_does_not_take_the_dashboard_with_it() {
    let cluster = cluster(&["alpha"]).await;
    let terminal = shell(&cluster).await;
    terminal.line("export EDITOR='echo editing; sleep 600; true'").await;
    edit(&terminal, &cluster).await;
    terminal.wait_for("editing\n").await;
    assert!(!terminal.alternate_on().await);
    terminal.send(&["C-c"]).await;
    terminal.wait_for("✗ the editor: it ended with").await;
    assert!(terminal.alternate_on().await);
    leave(&terminal, &cluster).await;
}

/// Opens the task and has it edited.
async fn edit(terminal: &Terminal, cluster: &Cluster) {
    before(terminal, cluster).await;
    begin(terminal, "--view tasks --filter crm.import").await;
    terminal.wait_for("> crm.import").await;
    terminal.send(&["Enter"]).await;
    let open = |screen: &str| screen.contains("┌ Task crm.import") && screen.contains("0 3 * * *");
    terminal.wait_until("the task", open).await;
    terminal.send(&["E"]).await;
}

/// The keys work after the editor, and the terminal is whole.
async fn leave(terminal: &Terminal, cluster: &Cluster) {
    terminal.send(&["q"]).await;
    terminal.wait_for("[2 Tasks 6]").await;
    terminal.wait_for("> crm.import").await;
    terminal.send(&["q"]).await;
    terminal.wait_for("ended 0").await;
    as_before(terminal, cluster).await;
}

/// From one context to another and back: each is as careful as its file says, and what the person said goes along.
#[tokio::test]
async fn another_context_is_gone_to_and_what_may_be_changed_is_of_each() {
    let cluster = cluster(&["alpha"]).await;
    let context = |name: &str, more: &str| format!("[context.{name}]\nconnect = \"{}\"\n{more}\n", cluster.place());
    let contexts = [context("dev", ""), context("prod", "protected = true"), context("live", "protected = true")];
    std::fs::write(cluster.folder().join("contexts.toml"), contexts.concat()).unwrap();
    let top = shell(&cluster).await;
    top.line("clear; nonoctl --config contexts.toml -c prod top --view tasks --read-write; echo ended $?").await;
    let go = async |words: &str| {
        top.send(&[":"]).await;
        top.wait_for("Tab complete").await;
        top.type_in(words).await;
        top.send(&["Enter"]).await;
    };
    let is_at = async |place: &str| {
        let is_there = |screen: &str| {
            screen.lines().next().is_some_and(|title| title.contains(place) && title.contains("│ live "))
                && screen.contains("crm.export")
        };
        top.wait_until(place, is_there).await
    };
    is_at("prod! (protected)").await;
    top.send(&["P"]).await;
    top.wait_for("Pause 1 task in prod ").await;
    top.send(&["Escape"]).await;
    top.wait_without("Same as:").await;
    // It was allowed in the one context, and not in every one.
    go("ctx live").await;
    is_at("live! (protected, read-only)").await;
    top.send(&["P"]).await;
    top.wait_for("read-only: start without --read-only").await;
    go("ro").await;
    go("ctx dev").await;
    is_at("dev (read-only)").await;
    go("rw").await;
    is_at("dev │").await;
    go("ctx prod").await;
    is_at("prod! (protected, read-only)").await;
    top.send(&["P"]).await;
    top.wait_for("read-only: :rw ends that").await;
    top.send(&["q"]).await;
    top.wait_for("ended 0").await;
}

#[tokio::test]
async fn read_only_changes_nothing() {
    let cluster = cluster(&["alpha"]).await;
    let before = task(&cluster, "crm.export").await;
    let top = top(&cluster, "--read-only --view tasks").await;
    let screen = top.wait_for("> crm.export").await;
    assert!(screen.contains("(read-only)") && !screen.contains("P pause"), "{screen}");
    for key in ["P", "R", "E", "X"] {
        top.send(&[key]).await;
        let screen = top.wait_for("read-only: start without --read-only").await;
        assert!(!screen.contains("Same as:"), "{screen}");
        // Another message, so that the next one is seen to come.
        top.send(&["c"]).await;
        top.wait_for("copied: crm.export").await;
    }
    top.send(&["3"]).await;
    top.wait_for("Partitions per scheduler").await;
    top.send(&["D"]).await;
    top.wait_for("read-only: start without --read-only").await;
    assert_eq!(task(&cluster, "crm.export").await, before);
    let schedulers = cluster.nonoctl(&["scheduler", "list", "-o", "json"]).await.ok().stdout;
    assert!(!schedulers.contains("drain"), "{schedulers}");
}
