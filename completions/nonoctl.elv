
use builtin;
use str;

set edit:completion:arg-completer[nonoctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'nonoctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'nonoctl'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand task 'Plan tasks, change them, run them, see what became of them'
            cand apply 'Create tasks from manifests, and change those that are there'
            cand diff 'Show what `apply` would change'
            cand scheduler 'See the schedulers, and take one out of service'
            cand cluster 'Lay out a cluster, and see how it is'
            cand cron 'Explain a cron expression and show when it fires'
            cand schema 'Print the JSON Schema of a manifest, for editors and checks'
            cand dev 'Run a whole cluster on this machine, to try things on'
            cand completion 'Print a script that completes nonoctl''s commands and flags in a shell'
            cand version 'Show the release of nonoctl and, with a cluster, those of its schedulers'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;task'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List tasks'
            cand ls 'List tasks'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;task;list'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;task;ls'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;task;help'= {
            cand list 'List tasks'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;task;help;list'= {
        }
        &'nonoctl;task;help;help'= {
        }
        &'nonoctl;apply'= {
            cand -f 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more'
            cand --file 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more'
            cand --reason 'Why, for the history of changes'
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand -R 'Read the folders in a folder, too'
            cand --recursive 'Read the folders in a folder, too'
            cand --dry-run 'Say what would be done, and do nothing'
            cand --exit-code 'End with exit code 9 when something was changed, or would be'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;diff'= {
            cand -f 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more'
            cand --file 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more'
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand -R 'Read the folders in a folder, too'
            cand --recursive 'Read the folders in a folder, too'
            cand --exit-code 'End with exit code 9 when there is a difference'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;scheduler'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the schedulers of the cluster'
            cand ls 'List the schedulers of the cluster'
            cand get 'Show one scheduler: its process, what it owns, how it is'
            cand show 'Show one scheduler: its process, what it owns, how it is'
            cand drain 'Take everything away from a scheduler, without losing or delaying a run'
            cand undrain 'Let a drained scheduler own tasks again'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;scheduler;list'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;scheduler;ls'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;scheduler;get'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;scheduler;show'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;scheduler;drain'= {
            cand --reason 'Why, for those who look at the cluster meanwhile'
            cand --deadline 'Wait no longer than this (exit 7); the drain goes on'
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --detach 'Do not wait until it is empty'
            cand --force 'Drain even the last scheduler: nothing fires until another one takes over'
            cand --dry-run 'Say what would be done, and do nothing'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;scheduler;undrain'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --dry-run 'Say what would be done, and do nothing'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;scheduler;help'= {
            cand list 'List the schedulers of the cluster'
            cand get 'Show one scheduler: its process, what it owns, how it is'
            cand drain 'Take everything away from a scheduler, without losing or delaying a run'
            cand undrain 'Let a drained scheduler own tasks again'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;scheduler;help;list'= {
        }
        &'nonoctl;scheduler;help;get'= {
        }
        &'nonoctl;scheduler;help;drain'= {
        }
        &'nonoctl;scheduler;help;undrain'= {
        }
        &'nonoctl;scheduler;help;help'= {
        }
        &'nonoctl;cluster'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
            cand init 'Lay out a new cluster in ZooKeeper'
            cand status 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;cluster;init'= {
            cand --partitions 'Into how many partitions tasks are divided, 1 to 999: the unit that schedulers own; fixed for ever [default: 256]'
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;cluster;status'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --exit-code 'End with exit code 10 when the cluster is degraded'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;cluster;help'= {
            cand init 'Lay out a new cluster in ZooKeeper'
            cand status 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;cluster;help;init'= {
        }
        &'nonoctl;cluster;help;status'= {
        }
        &'nonoctl;cluster;help;help'= {
        }
        &'nonoctl;cron'= {
            cand --tz 'The IANA time zone of the schedule'
            cand --from 'Begin here instead of now: a time, or a date or local time in the zone'
            cand --count 'How many instants to show'
            cand --dst-gap 'A wall time that does not exist: at the first instant after it (next), or not at all (skip)'
            cand --dst-overlap 'A wall time that comes twice: the first counts, the last, or both'
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;schema'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;dev'= {
            cand --schedulers 'How many schedulers, 1 to 9'
            cand --duration 'End by itself after this time [default: stay until Ctrl-C]'
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --kill-one 'Kill a scheduler (SIGKILL) after a third of the time, or 20s, and start it again after two thirds'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'nonoctl;completion'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;version'= {
            cand --connect 'The cluster: ZooKeeper''s hosts and the path below which it lives'
            cand -o 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --output 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe'
            cand --color 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too'
            cand --time 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC'
            cand --timeout 'The longest that one request may take'
            cand --client 'Do not ask the cluster'
            cand --no-headers 'Leave out the header of tables'
            cand -q 'Say only what was asked for'
            cand --quiet 'Say only what was asked for'
            cand -v 'Say more, on standard error'
            cand --verbose 'Say more, on standard error'
            cand --ascii 'Nothing but ASCII in tables'
            cand -y 'Answer prompts with yes'
            cand --yes 'Answer prompts with yes'
            cand --no-input 'Never prompt: what needs an answer ends with exit code 8'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'nonoctl;help'= {
            cand task 'Plan tasks, change them, run them, see what became of them'
            cand apply 'Create tasks from manifests, and change those that are there'
            cand diff 'Show what `apply` would change'
            cand scheduler 'See the schedulers, and take one out of service'
            cand cluster 'Lay out a cluster, and see how it is'
            cand cron 'Explain a cron expression and show when it fires'
            cand schema 'Print the JSON Schema of a manifest, for editors and checks'
            cand dev 'Run a whole cluster on this machine, to try things on'
            cand completion 'Print a script that completes nonoctl''s commands and flags in a shell'
            cand version 'Show the release of nonoctl and, with a cluster, those of its schedulers'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'nonoctl;help;task'= {
            cand list 'List tasks'
        }
        &'nonoctl;help;task;list'= {
        }
        &'nonoctl;help;apply'= {
        }
        &'nonoctl;help;diff'= {
        }
        &'nonoctl;help;scheduler'= {
            cand list 'List the schedulers of the cluster'
            cand get 'Show one scheduler: its process, what it owns, how it is'
            cand drain 'Take everything away from a scheduler, without losing or delaying a run'
            cand undrain 'Let a drained scheduler own tasks again'
        }
        &'nonoctl;help;scheduler;list'= {
        }
        &'nonoctl;help;scheduler;get'= {
        }
        &'nonoctl;help;scheduler;drain'= {
        }
        &'nonoctl;help;scheduler;undrain'= {
        }
        &'nonoctl;help;cluster'= {
            cand init 'Lay out a new cluster in ZooKeeper'
            cand status 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
        }
        &'nonoctl;help;cluster;init'= {
        }
        &'nonoctl;help;cluster;status'= {
        }
        &'nonoctl;help;cron'= {
        }
        &'nonoctl;help;schema'= {
        }
        &'nonoctl;help;dev'= {
        }
        &'nonoctl;help;completion'= {
        }
        &'nonoctl;help;version'= {
        }
        &'nonoctl;help;help'= {
        }
    ]
    $completions[$command]
}
