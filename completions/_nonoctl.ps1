
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
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'See runs: those on their way, and how the others ended')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Create tasks from manifests, and change those that are there')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what `apply` would change')
            [CompletionResult]::new('scheduler', 'scheduler', [CompletionResultType]::ParameterValue, 'See the schedulers, and take one out of service')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Lay out a cluster, and see how it is')
            [CompletionResult]::new('top', 'top', [CompletionResultType]::ParameterValue, 'Watch the cluster live: tasks, schedulers, runs, what comes, and what needs attention')
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Explain a cron expression and show when it fires')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a manifest, for editors and checks')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run a whole cluster on this machine, to try things on')
            [CompletionResult]::new('context', 'context', [CompletionResultType]::ParameterValue, 'Give clusters names, and say which one is meant')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'See the file that contexts are in')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a script that completes nonoctl''s commands and flags in a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Show the release of nonoctl and, with a cluster, those of its schedulers')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;task' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a task')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what is named of a task, and nothing else')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Delete tasks, with their history')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete tasks, with their history')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one task: what it is, when it is due, how its last runs went')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one task: what it is, when it is due, how its last runs went')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tasks: their schedule, how they are, when they last ran and are due next')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List tasks: their schedule, how they are, when they last ran and are due next')
            [CompletionResult]::new('pause', 'pause', [CompletionResultType]::ParameterValue, 'Pause tasks: their instants are not due until they are resumed')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'End the pause of tasks: they are due again from their next instant on')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a task now, whatever its schedule and its pause say')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show the runs of a task, the newest first')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Show when a task is due next')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;task;add' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'A sentence for people')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'A label; `KEY-` takes one away (repeat for more)')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Due by a cron expression of 5 fields, of 6 with seconds first, or of 7 with the year last (repeat for more)')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Due at an interval, counted from 1970-01-01T00:00:00Z')
            [CompletionResult]::new('--offset', '--offset', [CompletionResultType]::ParameterName, 'Moves the instants of --every')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Due at this moment, RFC 3339 (repeat for more)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The IANA time zone of the schedule [default: UTC]')
            [CompletionResult]::new('--dst-gap', '--dst-gap', [CompletionResultType]::ParameterName, 'Of a wall time that does not exist: at the first instant after it, or not at all [default: next]')
            [CompletionResult]::new('--dst-overlap', '--dst-overlap', [CompletionResultType]::ParameterName, 'Of a wall time that comes twice: which counts [default: first]')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Instants before this do not count')
            [CompletionResult]::new('--end', '--end', [CompletionResultType]::ParameterName, 'Instants from this on do not count')
            [CompletionResult]::new('--jitter', '--jitter', [CompletionResultType]::ParameterName, 'Delays each request by less than this, the same for the same run [default: 0s]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Whom to call, http or https')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The HTTP method [default: POST]')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A request header (repeat for more)')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'What is sent; a JSON object or array goes as JSON, anything else as text; @FILE and @- read it')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'To connect, TLS included [default: 3s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'One attempt, from its start to the end of the answer [default: 30s]')
            [CompletionResult]::new('--run-timeout', '--run-timeout', [CompletionResultType]::ParameterName, 'The whole run, from its first byte, waits included [default: 1h]')
            [CompletionResult]::new('--overlap', '--overlap', [CompletionResultType]::ParameterName, 'While an earlier run is not over: leave the new one out, or run both [default: skip]')
            [CompletionResult]::new('--misfire', '--misfire', [CompletionResultType]::ParameterName, 'Which missed instants run [default: last]')
            [CompletionResult]::new('--misfire-within', '--misfire-within', [CompletionResultType]::ParameterName, 'Missed instants older than this do not run [default: 1h]')
            [CompletionResult]::new('--delivery', '--delivery', [CompletionResultType]::ParameterName, 'What a crash may cost: a run sent twice, or a run lost [default: at_least_once]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a failed attempt is tried again [default: 0]')
            [CompletionResult]::new('--backoff', '--backoff', [CompletionResultType]::ParameterName, 'The wait before the first retry; it doubles [default: 10s]')
            [CompletionResult]::new('--max-backoff', '--max-backoff', [CompletionResultType]::ParameterName, 'No wait is longer [default: 5m]')
            [CompletionResult]::new('--history-limit', '--history-limit', [CompletionResultType]::ParameterName, 'How many outcomes are kept [default: 20]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--if-not-exists', '--if-not-exists', [CompletionResultType]::ParameterName, 'Leave a task of this name as it is, and call that success')
            [CompletionResult]::new('--paused', '--paused', [CompletionResultType]::ParameterName, 'Add it paused; `task resume` lets it begin')
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
        'nonoctl;task;update' {
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take a field away, so that its default counts: schedule.jitter, jitter, labels.team (repeat for more)')
            [CompletionResult]::new('--if-version', '--if-version', [CompletionResultType]::ParameterName, 'Only if the task is at this version, as `task get` shows it')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'A sentence for people')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'A label; `KEY-` takes one away (repeat for more)')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'Due by a cron expression of 5 fields, of 6 with seconds first, or of 7 with the year last (repeat for more)')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Due at an interval, counted from 1970-01-01T00:00:00Z')
            [CompletionResult]::new('--offset', '--offset', [CompletionResultType]::ParameterName, 'Moves the instants of --every')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Due at this moment, RFC 3339 (repeat for more)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The IANA time zone of the schedule [default: UTC]')
            [CompletionResult]::new('--dst-gap', '--dst-gap', [CompletionResultType]::ParameterName, 'Of a wall time that does not exist: at the first instant after it, or not at all [default: next]')
            [CompletionResult]::new('--dst-overlap', '--dst-overlap', [CompletionResultType]::ParameterName, 'Of a wall time that comes twice: which counts [default: first]')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Instants before this do not count')
            [CompletionResult]::new('--end', '--end', [CompletionResultType]::ParameterName, 'Instants from this on do not count')
            [CompletionResult]::new('--jitter', '--jitter', [CompletionResultType]::ParameterName, 'Delays each request by less than this, the same for the same run [default: 0s]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Whom to call, http or https')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The HTTP method [default: POST]')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A request header (repeat for more)')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'What is sent; a JSON object or array goes as JSON, anything else as text; @FILE and @- read it')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'To connect, TLS included [default: 3s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'One attempt, from its start to the end of the answer [default: 30s]')
            [CompletionResult]::new('--run-timeout', '--run-timeout', [CompletionResultType]::ParameterName, 'The whole run, from its first byte, waits included [default: 1h]')
            [CompletionResult]::new('--overlap', '--overlap', [CompletionResultType]::ParameterName, 'While an earlier run is not over: leave the new one out, or run both [default: skip]')
            [CompletionResult]::new('--misfire', '--misfire', [CompletionResultType]::ParameterName, 'Which missed instants run [default: last]')
            [CompletionResult]::new('--misfire-within', '--misfire-within', [CompletionResultType]::ParameterName, 'Missed instants older than this do not run [default: 1h]')
            [CompletionResult]::new('--delivery', '--delivery', [CompletionResultType]::ParameterName, 'What a crash may cost: a run sent twice, or a run lost [default: at_least_once]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a failed attempt is tried again [default: 0]')
            [CompletionResult]::new('--backoff', '--backoff', [CompletionResultType]::ParameterName, 'The wait before the first retry; it doubles [default: 10s]')
            [CompletionResult]::new('--max-backoff', '--max-backoff', [CompletionResultType]::ParameterName, 'No wait is longer [default: 5m]')
            [CompletionResult]::new('--history-limit', '--history-limit', [CompletionResultType]::ParameterName, 'How many outcomes are kept [default: 20]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;rm' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every task of the cluster: its name must be typed, or given with --confirm')
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
        'nonoctl;task;delete' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every task of the cluster: its name must be typed, or given with --confirm')
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
        'nonoctl;task;get' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;show' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;list' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Only tasks with these labels: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Only tasks with these labels: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only tasks that this query means, such as state:failing,late team=billing or lag>1s')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;ls' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Only tasks with these labels: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Only tasks with these labels: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only tasks that this query means, such as state:failing,late team=billing or lag>1s')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;pause' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'End the pause by itself after this long')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End the pause by itself at this moment')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;resume' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Tasks, by label: key=value, key!=value, key, !key, joined by commas')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;task;run' {
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'With --wait: no longer than this')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the run has ended')
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
        'nonoctl;task;history' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only runs due since this moment, or since so long ago')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Only runs that did not go well: failed, timed_out, missed, unknown')
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
        'nonoctl;task;next' {
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'So many instants')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The first one after this moment, in place of now')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Show wall times of this zone, in place of the schedule''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a task')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what is named of a task, and nothing else')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Delete tasks, with their history')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one task: what it is, when it is due, how its last runs went')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tasks: their schedule, how they are, when they last ran and are due next')
            [CompletionResult]::new('pause', 'pause', [CompletionResultType]::ParameterValue, 'Pause tasks: their instants are not due until they are resumed')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'End the pause of tasks: they are due again from their next instant on')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a task now, whatever its schedule and its pause say')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show the runs of a task, the newest first')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Show when a task is due next')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;task;help;add' {
            break
        }
        'nonoctl;task;help;update' {
            break
        }
        'nonoctl;task;help;rm' {
            break
        }
        'nonoctl;task;help;get' {
            break
        }
        'nonoctl;task;help;list' {
            break
        }
        'nonoctl;task;help;pause' {
            break
        }
        'nonoctl;task;help;resume' {
            break
        }
        'nonoctl;task;help;run' {
            break
        }
        'nonoctl;task;help;history' {
            break
        }
        'nonoctl;task;help;next' {
            break
        }
        'nonoctl;task;help;help' {
            break
        }
        'nonoctl;run' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one run: when, where, how often it was tried, and what came of it')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one run: when, where, how often it was tried, and what came of it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;run;list' {
            [CompletionResult]::new('--task', '--task', [CompletionResultType]::ParameterName, 'Only of these tasks (repeat for more)')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only in this state: waiting, running, retrying, or an outcome such as failed (repeat for more)')
            [CompletionResult]::new('--scheduler', '--scheduler', [CompletionResultType]::ParameterName, 'Only of this scheduler, by name or id')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only runs due since this moment, or since so long ago')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only runs that this query means, such as state:failed,timed_out team=billing or lag>1s')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many; 0 for all')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;run;ls' {
            [CompletionResult]::new('--task', '--task', [CompletionResultType]::ParameterName, 'Only of these tasks (repeat for more)')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only in this state: waiting, running, retrying, or an outcome such as failed (repeat for more)')
            [CompletionResult]::new('--scheduler', '--scheduler', [CompletionResultType]::ParameterName, 'Only of this scheduler, by name or id')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only runs due since this moment, or since so long ago')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only runs that this query means, such as state:failed,timed_out team=billing or lag>1s')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many; 0 for all')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;run;get' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;run;show' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;run;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one run: when, where, how often it was tried, and what came of it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;run;help;list' {
            break
        }
        'nonoctl;run;help;get' {
            break
        }
        'nonoctl;run;help;help' {
            break
        }
        'nonoctl;apply' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the history of changes')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;scheduler;show' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;scheduler;drain' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for those who look at the cluster meanwhile')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'Wait no longer than this (exit 7); the drain goes on')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the cluster: records that cannot be read, what stands in the wrong place, partitions, schedulers, runs, clocks')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;cluster;init' {
            [CompletionResult]::new('--partitions', '--partitions', [CompletionResultType]::ParameterName, 'Into how many partitions tasks are divided, 1 to 999: the unit that schedulers own; fixed for ever [default: 256]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;cluster;doctor' {
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Only this check (repeat for more)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the cluster: records that cannot be read, what stands in the wrong place, partitions, schedulers, runs, clocks')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;cluster;help;init' {
            break
        }
        'nonoctl;cluster;help;status' {
            break
        }
        'nonoctl;cluster;help;doctor' {
            break
        }
        'nonoctl;cluster;help;help' {
            break
        }
        'nonoctl;top' {
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'The view to begin with')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'A filter for tasks or runs, such as ''state:failing team=web''')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Between two looks at the schedulers'' figures')
            [CompletionResult]::new('--theme', '--theme', [CompletionResultType]::ParameterName, 'Colours: default, deuteranopia, mono, or a file with a table "colors"')
            [CompletionResult]::new('--markers', '--markers', [CompletionResultType]::ParameterName, 'What graphs are made of')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Keys and colours; without it $XDG_CONFIG_HOME/nonoctl/top.toml, if it is there')
            [CompletionResult]::new('--mock', '--mock', [CompletionResultType]::ParameterName, 'A made-up cluster of so many tasks, to look at the screen without one')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Change nothing from here; a protected context begins so')
            [CompletionResult]::new('--read-write', '--read-write', [CompletionResultType]::ParameterName, 'Allow changes in a protected context, each behind its name')
            [CompletionResult]::new('--protected', '--protected', [CompletionResultType]::ParameterName, 'Ask for the cluster''s name before each change, as in a protected context')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'Draw one picture on standard output and end')
            [CompletionResult]::new('--mouse', '--mouse', [CompletionResultType]::ParameterName, 'Take mouse events (the terminal''s own selection needs Shift then)')
            [CompletionResult]::new('--print-keys', '--print-keys', [CompletionResultType]::ParameterName, 'Print every action with its keys, and end')
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
        'nonoctl;cron' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The task whose schedule it is: H depends on its name')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The IANA time zone of the schedule')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Begin here instead of now: a time, or a date or local time in the zone')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many instants to show')
            [CompletionResult]::new('--dst-gap', '--dst-gap', [CompletionResultType]::ParameterName, 'A wall time that does not exist: at the first instant after it (next), or not at all (skip)')
            [CompletionResult]::new('--dst-overlap', '--dst-overlap', [CompletionResultType]::ParameterName, 'A wall time that comes twice: the first counts, the last, or both')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the contexts: each a cluster with a name; the current one is meant where none is named')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the contexts: each a cluster with a name; the current one is meant where none is named')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a context the current one: the one that is meant where none is named')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a context; without a name the cluster that a command would talk to now')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show a context; without a name the cluster that a command would talk to now')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a cluster a name: the one of --connect, with what is needed to connect to it')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Forget contexts; their clusters stay as they are')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Forget contexts; their clusters stay as they are')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a context another name')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;context;list' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;ls' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;use' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;show' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;get' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;add' {
            [CompletionResult]::new('--name-color', '--name-color', [CompletionResultType]::ParameterName, 'The colour of its name in questions: red, green, yellow, blue, magenta or cyan')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'A file with USER:PASSWORD for ZooKeeper''s scheme digest')
            [CompletionResult]::new('--sasl-file', '--sasl-file', [CompletionResultType]::ParameterName, 'A file with USER:PASSWORD for SASL with DIGEST-MD5')
            [CompletionResult]::new('--tls-ca', '--tls-ca', [CompletionResultType]::ParameterName, 'The authorities to trust, PEM: connects over TLS')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'Our certificate, PEM, where ZooKeeper asks for one')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The key of that certificate, PEM')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
            [CompletionResult]::new('--protected', '--protected', [CompletionResultType]::ParameterName, 'Want the context''s name typed before anything that is dangerous')
            [CompletionResult]::new('--use', '--use', [CompletionResultType]::ParameterName, 'Make it the current context')
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
        'nonoctl;context;rm' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;delete' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;rename' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;context;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the contexts: each a cluster with a name; the current one is meant where none is named')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a context the current one: the one that is meant where none is named')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a context; without a name the cluster that a command would talk to now')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a cluster a name: the one of --connect, with what is needed to connect to it')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Forget contexts; their clusters stay as they are')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a context another name')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;context;help;list' {
            break
        }
        'nonoctl;context;help;use' {
            break
        }
        'nonoctl;context;help;show' {
            break
        }
        'nonoctl;context;help;add' {
            break
        }
        'nonoctl;context;help;rm' {
            break
        }
        'nonoctl;context;help;rename' {
            break
        }
        'nonoctl;context;help;help' {
            break
        }
        'nonoctl;config' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the file is, or would be')
            [CompletionResult]::new('view', 'view', [CompletionResultType]::ParameterValue, 'Print the file; it holds no passwords, only where they are')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;config;path' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;config;view' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
        'nonoctl;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the file is, or would be')
            [CompletionResult]::new('view', 'view', [CompletionResultType]::ParameterValue, 'Print the file; it holds no passwords, only where they are')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;config;help;path' {
            break
        }
        'nonoctl;config;help;view' {
            break
        }
        'nonoctl;config;help;help' {
            break
        }
        'nonoctl;completion' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that one request may take')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The cluster, by the name of its context')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'The cluster: ZooKeeper''s hosts and the path below which it lives; instead of a context')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'With --yes, where the cluster''s name must be typed: the context (or connect string) that is meant')
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
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'See runs: those on their way, and how the others ended')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Create tasks from manifests, and change those that are there')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what `apply` would change')
            [CompletionResult]::new('scheduler', 'scheduler', [CompletionResultType]::ParameterValue, 'See the schedulers, and take one out of service')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Lay out a cluster, and see how it is')
            [CompletionResult]::new('top', 'top', [CompletionResultType]::ParameterValue, 'Watch the cluster live: tasks, schedulers, runs, what comes, and what needs attention')
            [CompletionResult]::new('cron', 'cron', [CompletionResultType]::ParameterValue, 'Explain a cron expression and show when it fires')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a manifest, for editors and checks')
            [CompletionResult]::new('dev', 'dev', [CompletionResultType]::ParameterValue, 'Run a whole cluster on this machine, to try things on')
            [CompletionResult]::new('context', 'context', [CompletionResultType]::ParameterValue, 'Give clusters names, and say which one is meant')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'See the file that contexts are in')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a script that completes nonoctl''s commands and flags in a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Show the release of nonoctl and, with a cluster, those of its schedulers')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nonoctl;help;task' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a task')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change what is named of a task, and nothing else')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Delete tasks, with their history')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one task: what it is, when it is due, how its last runs went')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tasks: their schedule, how they are, when they last ran and are due next')
            [CompletionResult]::new('pause', 'pause', [CompletionResultType]::ParameterValue, 'Pause tasks: their instants are not due until they are resumed')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'End the pause of tasks: they are due again from their next instant on')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a task now, whatever its schedule and its pause say')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show the runs of a task, the newest first')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Show when a task is due next')
            break
        }
        'nonoctl;help;task;add' {
            break
        }
        'nonoctl;help;task;update' {
            break
        }
        'nonoctl;help;task;rm' {
            break
        }
        'nonoctl;help;task;get' {
            break
        }
        'nonoctl;help;task;list' {
            break
        }
        'nonoctl;help;task;pause' {
            break
        }
        'nonoctl;help;task;resume' {
            break
        }
        'nonoctl;help;task;run' {
            break
        }
        'nonoctl;help;task;history' {
            break
        }
        'nonoctl;help;task;next' {
            break
        }
        'nonoctl;help;run' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List runs of all tasks: those on their way, and those that tasks still keep; the newest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one run: when, where, how often it was tried, and what came of it')
            break
        }
        'nonoctl;help;run;list' {
            break
        }
        'nonoctl;help;run;get' {
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
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the cluster: records that cannot be read, what stands in the wrong place, partitions, schedulers, runs, clocks')
            break
        }
        'nonoctl;help;cluster;init' {
            break
        }
        'nonoctl;help;cluster;status' {
            break
        }
        'nonoctl;help;cluster;doctor' {
            break
        }
        'nonoctl;help;top' {
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
        'nonoctl;help;context' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the contexts: each a cluster with a name; the current one is meant where none is named')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a context the current one: the one that is meant where none is named')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a context; without a name the cluster that a command would talk to now')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a cluster a name: the one of --connect, with what is needed to connect to it')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Forget contexts; their clusters stay as they are')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a context another name')
            break
        }
        'nonoctl;help;context;list' {
            break
        }
        'nonoctl;help;context;use' {
            break
        }
        'nonoctl;help;context;show' {
            break
        }
        'nonoctl;help;context;add' {
            break
        }
        'nonoctl;help;context;rm' {
            break
        }
        'nonoctl;help;context;rename' {
            break
        }
        'nonoctl;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the file is, or would be')
            [CompletionResult]::new('view', 'view', [CompletionResultType]::ParameterValue, 'Print the file; it holds no passwords, only where they are')
            break
        }
        'nonoctl;help;config;path' {
            break
        }
        'nonoctl;help;config;view' {
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
