
set edit:completion:arg-completer[nonoctl] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) COMPLETE="elvish" nonoctl -- $@words) | to-lines
}

