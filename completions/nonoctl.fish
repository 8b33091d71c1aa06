# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_nonoctl_global_optspecs
    string join \n c/context= connect= config= o/output= no-headers q/quiet v/verbose color= ascii time= y/yes confirm= no-input timeout= h/help V/version
end

function __fish_nonoctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_nonoctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_nonoctl_using_subcommand
    set -l cmd (__fish_nonoctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c nonoctl -n "__fish_nonoctl_needs_command" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_needs_command" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -s V -l version -d 'Print version'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "task" -d 'Plan tasks, change them, run them, see what became of them'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "run" -d 'See runs: those on their way, and how the others ended'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "apply" -d 'Create tasks from manifests, and change those that are there'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "diff" -d 'Show what `apply` would change'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "scheduler" -d 'See the schedulers, and take one out of service'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "cluster" -d 'Lay out a cluster, and see how it is'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "top" -d 'Watch the cluster live: tasks, schedulers, runs, what comes, and what needs attention'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "cron" -d 'Explain a cron expression and show when it fires'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "schema" -d 'Print the JSON Schema of a manifest, for editors and checks'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "dev" -d 'Run a whole cluster on this machine, to try things on'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "context" -d 'Give clusters names, and say which one is meant'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "config" -d 'See the file that contexts are in'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "completion" -d 'Print a script that completes nonoctl\'s commands and flags in a shell'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "version" -d 'Show the release of nonoctl and, with a cluster, those of its schedulers'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "add" -d 'Add a task'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "update" -d 'Change what is named of a task, and nothing else'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "rm" -d 'Delete tasks, with their history'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "delete" -d 'Delete tasks, with their history'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "get" -d 'Show one task: what it is, when it is due, how its last runs went'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "show" -d 'Show one task: what it is, when it is due, how its last runs went'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "list" -d 'List tasks: their schedule, how they are, when they last ran and are due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "ls" -d 'List tasks: their schedule, how they are, when they last ran and are due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "pause" -d 'Pause tasks: their instants are not due until they are resumed'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "resume" -d 'End the pause of tasks: they are due again from their next instant on'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "run" -d 'Run a task now, whatever its schedule and its pause say'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "history" -d 'Show the runs of a task, the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "next" -d 'Show when a task is due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from add update rm delete get show list ls pause resume run history next help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l description -d 'A sentence for people' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l label -d 'A label; `KEY-` takes one away (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l cron -d 'Due by a cron expression of 5 fields, of 6 with seconds first, or of 7 with the year last (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l every -d 'Due at an interval, counted from 1970-01-01T00:00:00Z' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l offset -d 'Moves the instants of --every' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l at -d 'Due at this moment, RFC 3339 (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l tz -d 'The IANA time zone of the schedule [default: UTC]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l dst-gap -d 'Of a wall time that does not exist: at the first instant after it, or not at all [default: next]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l dst-overlap -d 'Of a wall time that comes twice: which counts [default: first]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l start -d 'Instants before this do not count' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l end -d 'Instants from this on do not count' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l jitter -d 'Delays each request by less than this, the same for the same run [default: 0s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l url -d 'Whom to call, http or https' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l method -d 'The HTTP method [default: POST]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l header -d 'A request header (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l body -d 'What is sent; a JSON object or array goes as JSON, anything else as text; @FILE and @- read it' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l connect-timeout -d 'To connect, TLS included [default: 3s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l timeout -d 'One attempt, from its start to the end of the answer [default: 30s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l run-timeout -d 'The whole run, from its first byte, waits included [default: 1h]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l overlap -d 'While an earlier run is not over: leave the new one out, or run both [default: skip]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l misfire -d 'Which missed instants run [default: last]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l misfire-within -d 'Missed instants older than this do not run [default: 1h]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l delivery -d 'What a crash may cost: a run sent twice, or a run lost [default: at_least_once]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l retries -d 'How often a failed attempt is tried again [default: 0]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l backoff -d 'The wait before the first retry; it doubles [default: 10s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l max-backoff -d 'No wait is longer [default: 5m]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l history-limit -d 'How many outcomes are kept [default: 20]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l if-not-exists -d 'Leave a task of this name as it is, and call that success'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l paused -d 'Add it paused; `task resume` lets it begin'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l unset -d 'Take a field away, so that its default counts: schedule.jitter, jitter, labels.team (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l if-version -d 'Only if the task is at this version, as `task get` shows it' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l description -d 'A sentence for people' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l label -d 'A label; `KEY-` takes one away (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l cron -d 'Due by a cron expression of 5 fields, of 6 with seconds first, or of 7 with the year last (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l every -d 'Due at an interval, counted from 1970-01-01T00:00:00Z' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l offset -d 'Moves the instants of --every' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l at -d 'Due at this moment, RFC 3339 (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l tz -d 'The IANA time zone of the schedule [default: UTC]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l dst-gap -d 'Of a wall time that does not exist: at the first instant after it, or not at all [default: next]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l dst-overlap -d 'Of a wall time that comes twice: which counts [default: first]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l start -d 'Instants before this do not count' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l end -d 'Instants from this on do not count' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l jitter -d 'Delays each request by less than this, the same for the same run [default: 0s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l url -d 'Whom to call, http or https' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l method -d 'The HTTP method [default: POST]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l header -d 'A request header (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l body -d 'What is sent; a JSON object or array goes as JSON, anything else as text; @FILE and @- read it' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l connect-timeout -d 'To connect, TLS included [default: 3s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l timeout -d 'One attempt, from its start to the end of the answer [default: 30s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l run-timeout -d 'The whole run, from its first byte, waits included [default: 1h]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l overlap -d 'While an earlier run is not over: leave the new one out, or run both [default: skip]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l misfire -d 'Which missed instants run [default: last]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l misfire-within -d 'Missed instants older than this do not run [default: 1h]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l delivery -d 'What a crash may cost: a run sent twice, or a run lost [default: at_least_once]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l retries -d 'How often a failed attempt is tried again [default: 0]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l backoff -d 'The wait before the first retry; it doubles [default: 10s]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l max-backoff -d 'No wait is longer [default: 5m]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l history-limit -d 'How many outcomes are kept [default: 20]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s l -l selector -d 'Tasks, by label: key=value, key!=value, key, !key, joined by commas' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l all -d 'Every task of the cluster: its name must be typed, or given with --confirm'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s l -l selector -d 'Tasks, by label: key=value, key!=value, key, !key, joined by commas' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l all -d 'Every task of the cluster: its name must be typed, or given with --confirm'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s l -l selector -d 'Only tasks with these labels: key=value, key!=value, key, !key, joined by commas' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l filter -d 'Only tasks that this query means, such as state:failing,late team=billing or lag>1s' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s l -l selector -d 'Only tasks with these labels: key=value, key!=value, key, !key, joined by commas' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l filter -d 'Only tasks that this query means, such as state:failing,late team=billing or lag>1s' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l limit -d 'At most so many' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s l -l selector -d 'Tasks, by label: key=value, key!=value, key, !key, joined by commas' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l for -d 'End the pause by itself after this long' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l until -d 'End the pause by itself at this moment' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from pause" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s l -l selector -d 'Tasks, by label: key=value, key!=value, key, !key, joined by commas' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l deadline -d 'With --wait: no longer than this' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l wait -d 'Wait until the run has ended'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l since -d 'Only runs due since this moment, or since so long ago' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l limit -d 'At most so many' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l failed -d 'Only runs that did not go well: failed, timed_out, missed, unknown'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l count -d 'So many instants' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l from -d 'The first one after this moment, in place of now' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l tz -d 'Show wall times of this zone, in place of the schedule\'s' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from next" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a task'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change what is named of a task, and nothing else'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Delete tasks, with their history'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one task: what it is, when it is due, how its last runs went'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "list" -d 'List tasks: their schedule, how they are, when they last ran and are due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "pause" -d 'Pause tasks: their instants are not due until they are resumed'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "resume" -d 'End the pause of tasks: they are due again from their next instant on'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run a task now, whatever its schedule and its pause say'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "history" -d 'Show the runs of a task, the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "next" -d 'Show when a task is due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -f -a "list" -d 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -f -a "ls" -d 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -f -a "get" -d 'Show one run: when, where, how often it was tried, and what came of it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -f -a "show" -d 'Show one run: when, where, how often it was tried, and what came of it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and not __fish_seen_subcommand_from list ls get show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l task -d 'Only of these tasks (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l state -d 'Only in this state: waiting, running, retrying, or an outcome such as failed (repeat for more)' -r -f -a "waiting\t''
running\t''
retrying\t''
succeeded\t''
failed\t''
timed_out\t''
cancelled\t''
skipped\t''
missed\t''
unknown\t''"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l scheduler -d 'Only of this scheduler, by name or id' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l since -d 'Only runs due since this moment, or since so long ago' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l filter -d 'Only runs that this query means, such as state:failed,timed_out team=billing or lag>1s' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l limit -d 'At most so many; 0 for all' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l task -d 'Only of these tasks (repeat for more)' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l state -d 'Only in this state: waiting, running, retrying, or an outcome such as failed (repeat for more)' -r -f -a "waiting\t''
running\t''
retrying\t''
succeeded\t''
failed\t''
timed_out\t''
cancelled\t''
skipped\t''
missed\t''
unknown\t''"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l scheduler -d 'Only of this scheduler, by name or id' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l since -d 'Only runs due since this moment, or since so long ago' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l filter -d 'Only runs that this query means, such as state:failed,timed_out team=billing or lag>1s' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l limit -d 'At most so many; 0 for all' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "list" -d 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one run: when, where, how often it was tried, and what came of it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s f -l file -d 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s R -l recursive -d 'Read the folders in a folder, too'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l exit-code -d 'End with exit code 9 when something was changed, or would be'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s f -l file -d 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s R -l recursive -d 'Read the folders in a folder, too'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l exit-code -d 'End with exit code 9 when there is a difference'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "list" -d 'List the schedulers of the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "ls" -d 'List the schedulers of the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "get" -d 'Show one scheduler: its process, what it owns, how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "show" -d 'Show one scheduler: its process, what it owns, how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "drain" -d 'Take everything away from a scheduler, without losing or delaying a run'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "undrain" -d 'Let a drained scheduler own tasks again'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l reason -d 'Why, for those who look at the cluster meanwhile' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l deadline -d 'Wait no longer than this (exit 7); the drain goes on' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l detach -d 'Do not wait until it is empty'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l force -d 'Drain even the last scheduler: nothing fires until another one takes over'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l dry-run -d 'Say what would be done, and do nothing'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the schedulers of the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one scheduler: its process, what it owns, how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from help" -f -a "drain" -d 'Take everything away from a scheduler, without losing or delaying a run'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from help" -f -a "undrain" -d 'Let a drained scheduler own tasks again'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -f -a "init" -d 'Lay out a new cluster in ZooKeeper'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -f -a "status" -d 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -f -a "doctor" -d 'Check the cluster: records that cannot be read, what stands in the wrong place, partitions, schedulers, runs, clocks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status doctor help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l partitions -d 'Into how many partitions tasks are divided, 1 to 999: the unit that schedulers own; fixed for ever [default: 256]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l exit-code -d 'End with exit code 10 when the cluster is degraded'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l check -d 'Only this check (repeat for more)' -r -f -a "servers\t'ZooKeeper\'s servers answer'
layout\t'every node that `cluster init` makes is there'
records\t'every record can be read'
places\t'nothing stands where it does not belong'
partitions\t'every partition has an owner that lives'
schedulers\t'schedulers are there, led, and move'
runs\t'no run is stuck or late'
cursors\t'nothing was claimed further ahead than an hour'
clocks\t'the schedulers\' clocks agree with ZooKeeper\'s'
versions\t'the schedulers have one release and one version of the time zones'
sizes\t'records and folders are below their limits'
intents\t'nobody is drained, nothing is paused'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "init" -d 'Lay out a new cluster in ZooKeeper'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "doctor" -d 'Check the cluster: records that cannot be read, what stands in the wrong place, partitions, schedulers, runs, clocks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l view -d 'The view to begin with' -r -f -a "overview\t'What needs attention, and how it goes'
tasks\t'All tasks'
schedulers\t'All schedulers'
runs\t'Runs as they end'
upcoming\t'What comes within the hour'
cluster\t'ZooKeeper, the doctor, what happened'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l filter -d 'A filter for tasks or runs, such as \'state:failing team=web\'' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l interval -d 'Between two looks at the schedulers\' figures' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l theme -d 'Colours: default, deuteranopia, mono, or a file with a table "colors"' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l markers -d 'What graphs are made of' -r -f -a "blocks\t'Block elements'
braille\t'Dots, twice as many in a row'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l keys -d 'Keys and colours; without it $XDG_CONFIG_HOME/nonoctl/top.toml, if it is there' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l mock -d 'A made-up cluster of so many tasks, to look at the screen without one' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l read-only -d 'Change nothing from here; a protected context begins so'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l read-write -d 'Allow changes in a protected context, each behind its name'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l protected -d 'Ask for the cluster\'s name before each change, as in a protected context'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l once -d 'Draw one picture on standard output and end'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l mouse -d 'Take mouse events (the terminal\'s own selection needs Shift then)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l print-keys -d 'Print every action with its keys, and end'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l name -d 'The task whose schedule it is: H depends on its name' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l tz -d 'The IANA time zone of the schedule' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l from -d 'Begin here instead of now: a time, or a date or local time in the zone' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l count -d 'How many instants to show' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l dst-gap -d 'A wall time that does not exist: at the first instant after it (next), or not at all (skip)' -r -f -a "next\t''
skip\t''"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l dst-overlap -d 'A wall time that comes twice: the first counts, the last, or both' -r -f -a "first\t''
last\t''
both\t''"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l schedulers -d 'How many schedulers, 1 to 9' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l duration -d 'End by itself after this time [default: stay until Ctrl-C]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l kill-one -d 'Kill a scheduler (SIGKILL) after a third of the time, or 20s, and start it again after two thirds'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "list" -d 'List the contexts: each a cluster with a name; the current one is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "ls" -d 'List the contexts: each a cluster with a name; the current one is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "use" -d 'Make a context the current one: the one that is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "show" -d 'Show a context; without a name the cluster that a command would talk to now'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "get" -d 'Show a context; without a name the cluster that a command would talk to now'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "add" -d 'Give a cluster a name: the one of --connect, with what is needed to connect to it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "rm" -d 'Forget contexts; their clusters stay as they are'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "delete" -d 'Forget contexts; their clusters stay as they are'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "rename" -d 'Give a context another name'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and not __fish_seen_subcommand_from list ls use show get add rm delete rename help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l name-color -d 'The colour of its name in questions: red, green, yellow, blue, magenta or cyan' -r -f -a "red\t'Of production, mostly'
green\t'Harmless'
yellow\t'In between'
blue\t'Another one'
magenta\t'Another one'
cyan\t'Another one'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l auth-file -d 'A file with USER:PASSWORD for ZooKeeper\'s scheme digest' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l sasl-file -d 'A file with USER:PASSWORD for SASL with DIGEST-MD5' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l tls-ca -d 'The authorities to trust, PEM: connects over TLS' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l tls-cert -d 'Our certificate, PEM, where ZooKeeper asks for one' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l tls-key -d 'The key of that certificate, PEM' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l protected -d 'Want the context\'s name typed before anything that is dangerous'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l use -d 'Make it the current context'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the contexts: each a cluster with a name; the current one is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "use" -d 'Make a context the current one: the one that is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a context; without a name the cluster that a command would talk to now'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "add" -d 'Give a cluster a name: the one of --connect, with what is needed to connect to it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Forget contexts; their clusters stay as they are'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Give a context another name'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand context; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -f -a "path" -d 'Print where the file is, or would be'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -f -a "view" -d 'Print the file; it holds no passwords, only where they are'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and not __fish_seen_subcommand_from path view help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from view" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print where the file is, or would be'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "view" -d 'Print the file; it holds no passwords, only where they are'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s c -l context -d 'The cluster, by the name of its context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives; instead of a context' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l config -d 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml' -r -F
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l confirm -d 'With --yes, where the cluster\'s name must be typed: the context (or connect string) that is meant' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l client -d 'Do not ask the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "task" -d 'Plan tasks, change them, run them, see what became of them'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "run" -d 'See runs: those on their way, and how the others ended'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "apply" -d 'Create tasks from manifests, and change those that are there'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "diff" -d 'Show what `apply` would change'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "scheduler" -d 'See the schedulers, and take one out of service'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "cluster" -d 'Lay out a cluster, and see how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "top" -d 'Watch the cluster live: tasks, schedulers, runs, what comes, and what needs attention'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "cron" -d 'Explain a cron expression and show when it fires'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "schema" -d 'Print the JSON Schema of a manifest, for editors and checks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "dev" -d 'Run a whole cluster on this machine, to try things on'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "context" -d 'Give clusters names, and say which one is meant'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "config" -d 'See the file that contexts are in'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "completion" -d 'Print a script that completes nonoctl\'s commands and flags in a shell'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "version" -d 'Show the release of nonoctl and, with a cluster, those of its schedulers'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task run apply diff scheduler cluster top cron schema dev context config completion version help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "add" -d 'Add a task'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "update" -d 'Change what is named of a task, and nothing else'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "rm" -d 'Delete tasks, with their history'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "get" -d 'Show one task: what it is, when it is due, how its last runs went'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "list" -d 'List tasks: their schedule, how they are, when they last ran and are due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "pause" -d 'Pause tasks: their instants are not due until they are resumed'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "resume" -d 'End the pause of tasks: they are due again from their next instant on'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "run" -d 'Run a task now, whatever its schedule and its pause say'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "history" -d 'Show the runs of a task, the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "next" -d 'Show when a task is due next'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from run" -f -a "list" -d 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from run" -f -a "get" -d 'Show one run: when, where, how often it was tried, and what came of it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "list" -d 'List the schedulers of the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "get" -d 'Show one scheduler: its process, what it owns, how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "drain" -d 'Take everything away from a scheduler, without losing or delaying a run'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "undrain" -d 'Let a drained scheduler own tasks again'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from cluster" -f -a "init" -d 'Lay out a new cluster in ZooKeeper'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from cluster" -f -a "status" -d 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from cluster" -f -a "doctor" -d 'Check the cluster: records that cannot be read, what stands in the wrong place, partitions, schedulers, runs, clocks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from context" -f -a "list" -d 'List the contexts: each a cluster with a name; the current one is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from context" -f -a "use" -d 'Make a context the current one: the one that is meant where none is named'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from context" -f -a "show" -d 'Show a context; without a name the cluster that a command would talk to now'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from context" -f -a "add" -d 'Give a cluster a name: the one of --connect, with what is needed to connect to it'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from context" -f -a "rm" -d 'Forget contexts; their clusters stay as they are'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from context" -f -a "rename" -d 'Give a context another name'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print where the file is, or would be'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "view" -d 'Print the file; it holds no passwords, only where they are'
