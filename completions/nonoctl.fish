# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_nonoctl_global_optspecs
    string join \n connect= o/output= no-headers q/quiet v/verbose color= ascii time= y/yes no-input timeout= h/help V/version
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

complete -c nonoctl -n "__fish_nonoctl_needs_command" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "apply" -d 'Create tasks from manifests, and change those that are there'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "diff" -d 'Show what `apply` would change'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "scheduler" -d 'See the schedulers, and take one out of service'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "cluster" -d 'Lay out a cluster, and see how it is'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "cron" -d 'Explain a cron expression and show when it fires'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "schema" -d 'Print the JSON Schema of a manifest, for editors and checks'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "dev" -d 'Run a whole cluster on this machine, to try things on'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "completion" -d 'Print a script that completes nonoctl\'s commands and flags in a shell'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "version" -d 'Show the release of nonoctl and, with a cluster, those of its schedulers'
complete -c nonoctl -n "__fish_nonoctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -f -a "list" -d 'List tasks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -f -a "ls" -d 'List tasks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and not __fish_seen_subcommand_from list ls help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "list" -d 'List tasks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand task; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -s f -l file -d 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l reason -d 'Why, for the history of changes' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand apply" -l timeout -d 'The longest that one request may take' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s R -l recursive -d 'Read the folders in a folder, too'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l exit-code -d 'End with exit code 9 when there is a difference'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and not __fish_seen_subcommand_from list ls get show drain undrain help" -l timeout -d 'The longest that one request may take' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l reason -d 'Why, for those who look at the cluster meanwhile' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l deadline -d 'Wait no longer than this (exit 7); the drain goes on' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from drain" -l timeout -d 'The longest that one request may take' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand scheduler; and __fish_seen_subcommand_from undrain" -l timeout -d 'The longest that one request may take' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -s o -l output -d 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe' -r -f -a "table\t'Aligned, for people'
wide\t'The table with more columns'
json\t'One JSON document'
jsonl\t'One JSON document per line'
yaml\t'YAML; tasks as the manifests that `apply` takes'
name\t'Names only, one per line'
tsv\t'Tab-separated, nothing cut, no header'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l color -d 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l time -d 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC' -r -f -a "relative\t'As a distance from now where that helps'
local\t'In the local time zone'
utc\t'In UTC'"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -f -a "init" -d 'Lay out a new cluster in ZooKeeper'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -f -a "status" -d 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and not __fish_seen_subcommand_from init status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l partitions -d 'Into how many partitions tasks are divided, 1 to 999: the unit that schedulers own; fixed for ever [default: 256]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l exit-code -d 'End with exit code 10 when the cluster is degraded'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "init" -d 'Lay out a new cluster in ZooKeeper'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cluster; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l tz -d 'The IANA time zone of the schedule' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l from -d 'Begin here instead of now: a time, or a date or local time in the zone' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l count -d 'How many instants to show' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l dst-gap -d 'A wall time that does not exist: at the first instant after it (next), or not at all (skip)' -r -f -a "next\t''
skip\t''"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l dst-overlap -d 'A wall time that comes twice: the first counts, the last, or both' -r -f -a "first\t''
last\t''
both\t''"
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand cron" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand schema" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l schedulers -d 'How many schedulers, 1 to 9' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l duration -d 'End by itself after this time [default: stay until Ctrl-C]' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l kill-one -d 'Kill a scheduler (SIGKILL) after a third of the time, or 20s, and start it again after two thirds'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand dev" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand completion" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l connect -d 'The cluster: ZooKeeper\'s hosts and the path below which it lives' -r
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
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l timeout -d 'The longest that one request may take' -r
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l client -d 'Do not ask the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l no-headers -d 'Leave out the header of tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s q -l quiet -d 'Say only what was asked for'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s v -l verbose -d 'Say more, on standard error'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l ascii -d 'Nothing but ASCII in tables'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s y -l yes -d 'Answer prompts with yes'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -l no-input -d 'Never prompt: what needs an answer ends with exit code 8'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand version" -s h -l help -d 'Print help'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "task" -d 'Plan tasks, change them, run them, see what became of them'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "apply" -d 'Create tasks from manifests, and change those that are there'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "diff" -d 'Show what `apply` would change'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "scheduler" -d 'See the schedulers, and take one out of service'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "cluster" -d 'Lay out a cluster, and see how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "cron" -d 'Explain a cron expression and show when it fires'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "schema" -d 'Print the JSON Schema of a manifest, for editors and checks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "dev" -d 'Run a whole cluster on this machine, to try things on'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "completion" -d 'Print a script that completes nonoctl\'s commands and flags in a shell'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "version" -d 'Show the release of nonoctl and, with a cluster, those of its schedulers'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and not __fish_seen_subcommand_from task apply diff scheduler cluster cron schema dev completion version help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from task" -f -a "list" -d 'List tasks'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "list" -d 'List the schedulers of the cluster'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "get" -d 'Show one scheduler: its process, what it owns, how it is'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "drain" -d 'Take everything away from a scheduler, without losing or delaying a run'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from scheduler" -f -a "undrain" -d 'Let a drained scheduler own tasks again'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from cluster" -f -a "init" -d 'Lay out a new cluster in ZooKeeper'
complete -c nonoctl -n "__fish_nonoctl_using_subcommand help; and __fish_seen_subcommand_from cluster" -f -a "status" -d 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour'
