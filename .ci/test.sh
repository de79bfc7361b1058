# Part of ./bpsdm: every test project on servers that are started once, ending with the line "N passed, N failed".

run_tests() {
    if [ "${1:-}" = --chaos ]; then shift; try_faults "$@"; return; fi
    mkdir -p "$state/logs"
    check_sdk
    install_missing $(command -v npm >/dev/null || echo npm) $(command -v chromium >/dev/null || echo chromium)
    install_node_packages
    choose_tests "$@"
    say 'Building...'
    build "${targets[@]}"
    start_test_servers

    local project passed=0 failed=0
    for project in "${projects[@]}"; do run_test_project "$project"; done
    if [ $((passed + failed)) = 0 ]; then
        say 'no test ran'
        failed=1
    fi
    stop_test_servers
    say "$passed passed, $failed failed"
    [ $failed = 0 ]
}

# Each fault, or those named, on a platform of its own under load; the table stays in the state folder.
try_faults() {
    mkdir -p "$state/logs"
    check_sdk
    install_missing
    say 'Building...'
    build apphost tests/Chaos
    dotnet "$root/tests/Chaos/bin/$configuration/net10.0/Bpsdm.Chaos.dll" "$state/chaos" "$@"
}

# What tests run with node, at the versions of the lock files: independent tools, and the example of an HR system. No
# package runs a script of its own while it is installed.
install_node_packages() {
    local folder
    for folder in "$root/tests/node" "$root/docs/examples/hr-consumer"; do
        [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] \
            || (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts) >"$state/logs/npm.log" 2>&1 \
            || { tail -n 20 "$state/logs/npm.log" >&2; fail "npm failed; its log: $state/logs/npm.log"; }
    done
}

start_test_servers() {
    rm -f "$state/servers.env"
    setpriv --pdeathsig TERM dotnet "$orchestrator" servers --state "$state" >"$state/logs/servers.log" 2>&1 &
    servers=$!
    trap stop_test_servers EXIT
    trap 'exit 130' INT TERM HUP
    until [ -f "$state/servers.env" ]; do
        kill -0 $servers 2>/dev/null || { cat "$state/logs/servers.log" >&2; fail 'the servers for the tests did not start'; }
        sleep 0.1
    done
    local line
    while IFS= read -r line; do export "${line?}"; done <"$state/servers.env"
}

stop_test_servers() {
    [ -n "${servers:-}" ] || return 0
    kill -TERM "$servers" 2>/dev/null || true
    wait "$servers" 2>/dev/null || true
    servers=''
}

# A name picks the test projects that it is a part of; one that is part of none picks tests by their full name.
choose_tests() {
    local name project found
    projects=()
    filter=()
    for name in "$@"; do
        found=''
        for project in "$root"/tests/*.Tests/*.csproj; do
            case "$(basename "$project" | tr '[:upper:]' '[:lower:]')" in *"$(printf %s "$name" | tr '[:upper:]' '[:lower:]')"*) projects+=("$project"); found=yes ;; esac
        done
        [ -n "$found" ] || filter+=("FullyQualifiedName~$name")
    done
    targets=(apphost ${projects[@]+"${projects[@]#"$root"/}"})
    [ ${#projects[@]} -gt 0 ] || { projects=("$root"/tests/*.Tests/*.csproj); targets=(Bpsdm.Platform.sln); }
}

# Adds to passed and failed. A project that crashes, or that holds no test, has failed even if no test of it has.
run_test_project() {
    local name log trx code=0 p=0 f=0 started=$SECONDS
    name=$(basename "$1" .csproj)
    log="$state/logs/$name.log"
    trx="$state/results/$name.trx"
    rm -f "$trx"
    BPSDM_RESULTS="$state/results" timeout --kill-after=30 2400 dotnet test "$1" -c $configuration --no-build --nologo -nodeReuse:false \
        --blame-hang-timeout 8m --blame-hang-dump-type none \
        ${filter[@]+--filter "$(IFS='|'; printf %s "${filter[*]}")"} \
        --logger "trx;LogFileName=$name.trx" --results-directory "$state/results" >"$log" 2>&1 || code=$?
    if [ -f "$trx" ]; then
        p=$(sed -n 's/.*<Counters .* passed="\([0-9]*\)".*/\1/p' "$trx" | head -n 1)
        f=$(sed -n 's/.*<Counters .* failed="\([0-9]*\)".*/\1/p' "$trx" | head -n 1)
    fi
    if [ "$f" = 0 ] && { [ $code != 0 ] || { [ "$p" = 0 ] && [ ${#filter[@]} = 0 ]; }; }; then
        f=1
        say "$name ended with code $code after $p tests passed and none failed; its log:"
        tail -n 40 "$log"
    elif [ "$f" != 0 ]; then
        sed -n '/^  Failed /,$p' "$log" | head -n 400
    fi
    say "$(printf '%-32s %5d passed %4d failed %5d s' "$name" "$p" "$f" $((SECONDS - started)))"
    passed=$((passed + p))
    failed=$((failed + f))
}
