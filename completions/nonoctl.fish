complete --keep-order --exclusive --command nonoctl --arguments "(COMPLETE=fish nonoctl -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
