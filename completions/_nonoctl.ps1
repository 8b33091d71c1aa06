
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'nonoctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'nonoctl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'nonoctl' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('task', 'task', [CompletionResultType]::ParameterValue, 'Plan tasks, change them, run them, see what became of them')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Create tasks from manifests, and change those that are there')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what `apply` would change')
            [CompletionResult]::new('scheduler', 'scheduler', [CompletionResultType]::ParameterValue, 'See the schedulers, and take one out of service')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Lay out a cluster, and see how it is')
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Explain a cron expression and show when it fires')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a manifest, for editors and checks')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run a whole cluster on this machine, to try things on')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a script that completes nonoctl''s commands and flags in a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Show the release of nonoctl and, with a cluster, those of its schedulers')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;task' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tasks')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List tasks')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;task;list' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;task;ls' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;task;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tasks')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;task;help;list' {
            break
        }
        'nonoctl;task;help;help' {
            break
        }
        'nonoctl;apply' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read the folders in a folder, too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read the folders in a folder, too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'End with exit code 9 when something was changed, or would be')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;diff' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read the folders in a folder, too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read the folders in a folder, too')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'End with exit code 9 when there is a difference')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;scheduler' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the schedulers of the cluster')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the schedulers of the cluster')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one scheduler: its process, what it owns, how it is')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one scheduler: its process, what it owns, how it is')
            [CompletionResult]::new('drain', 'drain', [CompletionResultType]::ParameterValue, 'Take everything away from a scheduler, without losing or delaying a run')
            [CompletionResult]::new('undrain', 'undrain', [CompletionResultType]::ParameterValue, 'Let a drained scheduler own tasks again')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;scheduler;list' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;scheduler;ls' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;scheduler;get' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;scheduler;show' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;scheduler;drain' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for those who look at the cluster meanwhile')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'Wait no longer than this (exit 7); the drain goes on')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--detach', '--detach', [CompletionResultType]::ParameterName, 'Do not wait until it is empty')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Drain even the last scheduler: nothing fires until another one takes over')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;scheduler;undrain' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do nothing')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;scheduler;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the schedulers of the cluster')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one scheduler: its process, what it owns, how it is')
            [CompletionResult]::new('drain', 'drain', [CompletionResultType]::ParameterValue, 'Take everything away from a scheduler, without losing or delaying a run')
            [CompletionResult]::new('undrain', 'undrain', [CompletionResultType]::ParameterValue, 'Let a drained scheduler own tasks again')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;scheduler;help;list' {
            break
        }
        'nonoctl;scheduler;help;get' {
            break
        }
        'nonoctl;scheduler;help;drain' {
            break
        }
        'nonoctl;scheduler;help;undrain' {
            break
        }
        'nonoctl;scheduler;help;help' {
            break
        }
        'nonoctl;cluster' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Lay out a new cluster in ZooKeeper')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;cluster;init' {
            [CompletionResult]::new('--partitions', '--partitions', [CompletionResultType]::ParameterName, 'Into how many partitions tasks are divided, 1 to 999: the unit that schedulers own; fixed for ever [default: 256]')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;cluster;status' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'End with exit code 10 when the cluster is degraded')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;cluster;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Lay out a new cluster in ZooKeeper')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;cluster;help;init' {
            break
        }
        'nonoctl;cluster;help;status' {
            break
        }
        'nonoctl;cluster;help;help' {
            break
        }
        'nonoctl;cron' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The IANA time zone of the schedule')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Begin here instead of now: a time, or a date or local time in the zone')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many instants to show')
            [CompletionResult]::new('--dst-gap', '--dst-gap', [CompletionResultType]::ParameterName, 'A wall time that does not exist: at the first instant after it (next), or not at all (skip)')
            [CompletionResult]::new('--dst-overlap', '--dst-overlap', [CompletionResultType]::ParameterName, 'A wall time that comes twice: the first counts, the last, or both')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;schema' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;dev' {
            [CompletionResult]::new('--schedulers', '--schedulers', [CompletionResultType]::ParameterName, 'How many schedulers, 1 to 9')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'End by itself after this time [default: stay until Ctrl-C]')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--kill-one', '--kill-one', [CompletionResultType]::ParameterName, 'Kill a scheduler (SIGKILL) after a third of the time, or 20s, and start it again after two thirds')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nonoctl;completion' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;version' {
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('--client', '--client', [CompletionResultType]::ParameterName, 'Do not ask the cluster')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave out the header of tables')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say only what was asked for')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more, on standard error')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Nothing but ASCII in tables')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer prompts with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt: what needs an answer ends with exit code 8')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nonoctl;help' {
            [CompletionResult]::new('task', 'task', [CompletionResultType]::ParameterValue, 'Plan tasks, change them, run them, see what became of them')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Create tasks from manifests, and change those that are there')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what `apply` would change')
            [CompletionResult]::new('scheduler', 'scheduler', [CompletionResultType]::ParameterValue, 'See the schedulers, and take one out of service')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Lay out a cluster, and see how it is')
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Explain a cron expression and show when it fires')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a manifest, for editors and checks')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run a whole cluster on this machine, to try things on')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a script that completes nonoctl''s commands and flags in a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Show the release of nonoctl and, with a cluster, those of its schedulers')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;help;task' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tasks')
            break
        }
        'nonoctl;help;task;list' {
            break
        }
        'nonoctl;help;apply' {
            break
        }
        'nonoctl;help;diff' {
            break
        }
        'nonoctl;help;scheduler' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the schedulers of the cluster')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one scheduler: its process, what it owns, how it is')
            [CompletionResult]::new('drain', 'drain', [CompletionResultType]::ParameterValue, 'Take everything away from a scheduler, without losing or delaying a run')
            [CompletionResult]::new('undrain', 'undrain', [CompletionResultType]::ParameterValue, 'Let a drained scheduler own tasks again')
            break
        }
        'nonoctl;help;scheduler;list' {
            break
        }
        'nonoctl;help;scheduler;get' {
            break
        }
        'nonoctl;help;scheduler;drain' {
            break
        }
        'nonoctl;help;scheduler;undrain' {
            break
        }
        'nonoctl;help;cluster' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Lay out a new cluster in ZooKeeper')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour')
            break
        }
        'nonoctl;help;cluster;init' {
            break
        }
        'nonoctl;help;cluster;status' {
            break
        }
        'nonoctl;help;cron' {
            break
        }
        'nonoctl;help;schema' {
            break
        }
        'nonoctl;help;dev' {
            break
        }
        'nonoctl;help;completion' {
            break
        }
        'nonoctl;help;version' {
            break
        }
        'nonoctl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
