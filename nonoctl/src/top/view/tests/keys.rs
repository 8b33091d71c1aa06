//! Keys and what tells of them: the legend and the help are made from the map, also where keys are bound anew.

use super::*;
use crate::top::app::help::Entry;
use crate::top::keys::Action;

fn bound(text: &str) -> KeyMap {
    KeyMap::default().bind(&toml::from_str(text).unwrap(), text).unwrap()
}

fn legend(model: &mut Model) -> String {
    styled(&draw(model, &theme())).lines().last().unwrap().to_owned()
}

#[test]
fn the_legend_names_keys_as_they_are_bound() {
    let mut model = pressed((120, 35), &["2"]);
    model.keys = bound("[keys]\nfilter = \"z\"\n");
    assert!(legend(&mut model).contains("z filter"));
    press(&mut model, &["z"]);
    assert!(model.filter_box.is_some());
}

#[test]
fn the_legends_of_what_lies_over_the_screen_follow_the_map() {
    let keys = "[keys]\ndown = \"n\"\nup = \"b\"\nback = [\"ctrl-g\"]\nopen = [\"ctrl-o\"]\nnext-pane = \"ctrl-n\"\n\
                help = \"ctrl-h\"\ncopy-command = \"z\"\nleft = \"B\"\n";
    for (opens, told) in [
        (&["2", "P"][..], &["Ctrl-n move", "Ctrl-o next", "Ctrl-g cancel"][..]),
        (&["2", "X"], &["Ctrl-n move", "Ctrl-o cancel", "z copy as CLI"]),
        (&["2", "s"], &["n/b move", "Ctrl-o choose", "Ctrl-g close"]),
        (&["2", "x"], &["n/b move", "Ctrl-o choose", "Ctrl-g close"]),
        (&["2", ":"], &["Ctrl-o do it", "Ctrl-n complete", "Ctrl-g close"]),
        (&["2", "/"], &["Ctrl-o keep", "Ctrl-g clear", "Ctrl-n complete"]),
        (&["2", "ctrl-h"], &["n/b move", "/ search", "Ctrl-g close"]),
    ] {
        let mut model = live((120, 35));
        model.keys = bound(keys);
        draw(&mut model, &theme());
        press(&mut model, opens);
        let row = legend(&mut model);
        assert!(told.iter().all(|told| row.contains(told)), "{opens:?}: {told:?} not all in {row}");
        press(&mut model, &["ctrl-g"]);
        assert!(model.overlay.is_none() && model.filter_box.is_none(), "{opens:?} stays open");
    }
}

#[test]
fn escape_closes_whatever_it_was_bound_to() {
    for opens in ["P", "s", "x", ":", "/", "?"] {
        let mut model = live((120, 35));
        model.keys = bound("[keys]\nback = \"ctrl-g\"\nfreeze = \"esc\"\n");
        draw(&mut model, &theme());
        press(&mut model, &["2", opens, "esc"]);
        assert!(model.overlay.is_none() && model.filter_box.is_none(), "{opens} stays open");
        assert!(model.frozen.is_none());
    }
}

#[test]
fn every_key_of_the_help_can_be_seen_at_every_size() {
    for size in SIZES {
        let mut model = pressed(size, &["2", "?"]);
        let Some(Overlay::Help(help)) = &model.overlay else { panic!("help is open") };
        let mut unseen = help.entries(&model);
        unseen.retain(|entry| matches!(entry, Entry::Key(_)));
        for _ in 0..80 {
            let text = styled(&draw(&mut model, &theme()));
            unseen.retain(|entry| !matches!(entry, Entry::Key(action) if text.contains(action.long())));
            press(&mut model, &["j"]);
        }
        assert_eq!(unseen, [], "{size:?}");
        press(&mut model, &["k"]);
        let Some(Overlay::Help(help)) = &model.overlay else { panic!("help is open") };
        assert_eq!(help.from, help.last_from(&model).saturating_sub(1), "{size:?}: no row is scrolled past the end");
    }
}

#[test]
fn the_help_is_searched_and_the_search_is_taken_away_first() {
    let mut model = pressed((80, 24), &["2", "?", "/"]);
    typed(&mut model, "freeze j");
    for _ in "j ".chars() {
        press(&mut model, &["backspace"]);
    }
    let text = styled(&draw(&mut model, &theme()));
    assert!(text.contains("freeze the display") && !text.contains("next row"), "{text}");
    press(&mut model, &["enter", "esc"]);
    let Some(Overlay::Help(help)) = &model.overlay else { panic!("the search goes first") };
    assert!(help.input.value().is_empty() && help.entries(&model).contains(&Entry::Key(Action::Down)));
    press(&mut model, &["q"]);
    assert!(model.overlay.is_none());
}
