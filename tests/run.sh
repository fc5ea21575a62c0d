#!/bin/bash
# Builds objectos and runs its tests.
#
#   tests/run.sh [--quick | --release] [FILTER]
#
#   --quick    only unit and command-line tests
#   --release  also under the address and thread sanitizers, with other build options, and long fuzzing
#   FILTER     only tests whose name holds this text or glob: `storage`, `unit/glob`, `cli/storage-*ttl`
#
# One line a test: `ok NAME (SECONDS)`, `FAIL NAME` and then what it printed, or `skip NAME: WHAT IS MISSING`. The
# last line is `N passed, N failed, N skipped`; the exit status is 1 if anything failed. With CI=true a skipped
# test has failed, except where only ../shared/corpora is absent. KEEP=1 keeps the directories of failed tests.
#
# A test is a Catch2 test case (in tests/unit and tests/conformance, one process for each file), a script (in
# tests/cli and tests/package) or a fuzz target. A script ends with 0, or 77: skipped, or 78: skipped because
# ../shared/corpora is absent; anything else is a failure. Each runs in a clean environment and in an own directory.
set -u
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 1
source_dir=$PWD
readonly at_a_time=2 time_limit=300

mode=plain
filter=
for word; do
  case $word in
    --quick) mode=quick ;;
    --release) mode=release ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
    -*) echo "tests/run.sh: unknown option $word" >&2 && exit 2 ;;
    *) filter=$word ;;
  esac
done

# ---- which tests there are --------------------------------------------------------------------------------------

# A job is one process: its name, its kind, the build it needs and one argument.
names=() kinds=() builds=() arguments=()
add_job() {
  # shellcheck disable=SC2053 # a glob on purpose
  [[ $1 == *$filter* ]] || return 0
  names+=("$1") kinds+=("$2") builds+=("$3") arguments+=("$4")
}
# Adds a job for every file that matches: PREFIX KIND BUILD FOLDER SUFFIX
add_files() {
  local file
  for file in "$source_dir/tests/$4"/*"$5"; do
    [[ -e $file ]] && add_job "$1$4/$(basename -- "$file" "$5")" "$2" "$3" "$file"
  done
}

add_files '' catch release unit _test.cpp
add_files '' script release cli .sh
if [[ $mode != quick ]]; then
  add_job lint/shellcheck shellcheck none ''
  add_job lint/translations translations release ''
  add_files '' catch release conformance _test.cpp
  add_files '' script release package .sh
  add_files '' fuzz fuzz fuzz _fuzz.cpp
fi
if [[ $mode == release ]]; then
  for preset in asan tsan; do
    add_files "$preset/" catch "$preset" unit _test.cpp
    add_files "$preset/" catch "$preset" conformance _test.cpp
    add_files "$preset/" script "$preset" cli .sh
  done
  add_files layout/ script layout package .sh
  add_files '' script packages release .sh
fi

# ---- what was started is stopped, what was made is removed -------------------------------------------------------

scratch=$(mktemp -d "${TMPDIR:-/tmp}/objectos-tests.XXXXXX") || exit 1
kept=no
declare -A job_of=() # process id → job
# shellcheck disable=SC2317 # called by the trap
clean_up() {
  local pid
  for pid in "${!job_of[@]}"; do kill -TERM "$pid" 2>/dev/null; done
  for pid in "${!job_of[@]}"; do
    wait "$pid"
    kill -KILL -- "-$pid" 2>/dev/null
  done
  [[ $kept == yes ]] || rm -rf -- "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

passed=0 failed=0 skipped=0
finish() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit $((failed > 0 || passed + skipped == 0))
}
give_up() {
  printf 'FAIL %s\n' "$1"
  failed=$((failed + 1))
  finish
}

# ---- building ---------------------------------------------------------------------------------------------------

needs_build() { [[ " ${builds[*]} " == *" $1 "* ]]; }

sections=(build test)
if needs_build fuzz; then sections+=(fuzz); fi
if needs_build packages; then sections+=(release); fi
tests/install.sh "${sections[@]}" || give_up 'installing packages'

# build NAME TARGET CMAKE-OPTION…
build() {
  local name=$1 target=$2 began=$SECONDS log=$scratch/configure
  shift 2
  needs_build "$name" || return 0
  cmake "$@" >"$log" 2>&1 || { cat "$log" && give_up "configuring $name"; }
  cmake --build "build/$name" --target "$target" -- --quiet || give_up "building $name"
  echo "built $name in $((SECONDS - began)) s"
}
build release all --preset release -DOBJECTOS_BUILD_CLI=ON
build asan all --preset asan -DOBJECTOS_BUILD_CLI=ON
build tsan all --preset tsan -DOBJECTOS_BUILD_CLI=ON
build fuzz fuzz -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DOBJECTOS_BUILD_FUZZ=ON -DOBJECTOS_BUILD_CLI=OFF
# What a distribution's packager chooses: the library in a directory of its architecture, all linked dynamically.
build layout all -S . -B build/layout -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
  -DCMAKE_INSTALL_LIBDIR="lib/$(g++ -print-multiarch)" -DOBJECTOS_STATIC_RUNTIME=OFF -DSQLITE3_ARCHIVE=OFF

# As Debian would build it.
build packages all -S . -B build/packages -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr

# ---- running ----------------------------------------------------------------------------------------------------

seed=$((RANDOM * 32768 + RANDOM))
fuzz_seconds=10
if [[ $mode == release ]]; then fuzz_seconds=120; fi

# Runs job $1 in its directory $2; replaces the (sub)shell.
run_job() {
  local build=$source_dir/build/${builds[$1]} argument=${arguments[$1]} dir=$2 command limit=$time_limit executable seeds
  local servers=() variables=(PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 "HOME=$dir/home" "TMPDIR=$dir/tmp")
  case ${kinds[$1]} in
    catch)
      executable=objectos_unit_tests
      if [[ $argument == */conformance/* ]]; then executable=objectos_conformance_tests; fi
      variables+=("OBJECTOS_TEST_CASES=$dir/cases")
      command=("$build/tests/$executable" -# "[#$(basename -- "$argument" .cpp)]" --warn NoAssertions
        --order rand --rng-seed "$seed")
      read -ra servers < <(sed -n 's,^// servers: ,,p' "$argument") || :
      if ((${#servers[@]} > 0)); then
        command=("$source_dir/tests/with_servers.sh" --clock "${servers[@]}" -- "${command[@]}")
      fi
      ;;
    script)
      variables+=("OBJECTOS_BIN=$build/bin/objectos" "OBJECTOS_BUILD=$build" "OBJECTOS_TESTS=$source_dir/tests"
        "CCACHE_DIR=${CCACHE_DIR:-${HOME:-$scratch}/.cache/ccache}")
      command=(bash "$argument")
      if [[ $argument == */package/* ]]; then limit=$((3 * time_limit)); fi # some compile the whole library
      if [[ $argument == */release/* ]]; then limit=$((15 * time_limit)); fi # and a whole Debian
      ;;
    fuzz)
      executable=$(basename -- "$argument" .cpp)
      mkdir "$dir/work/new"
      # A finding is 77 for libFuzzer, which means "skipped" here.
      command=("$build/fuzz/$executable" -error_exitcode=1 -timeout_exitcode=1 -max_total_time="$fuzz_seconds" -timeout=10 -print_final_stats=1
        "$dir/work/new")
      seeds=$(dirname -- "$argument")/corpus/$(basename -- "$argument" _fuzz.cpp)
      if [[ -d $seeds ]]; then command+=("$seeds"); fi
      ;;
    shellcheck)
      mapfile -t command < <(find "$source_dir"/{tests,.ci,quickstart.sh,completions} -type f \
        \( -name '*.sh' -o -name '*.bash' -o -path '*/.ci/run' \))
      command=(shellcheck -x "${command[@]}")
      ;;
    translations) command=("$build/bin/objectos" i18n check --fail-on warning "$source_dir/locales") ;;
  esac
  # Thread-sanitized programs need the address space where the sanitizer expects it.
  case ${builds[$1]} in
    asan) variables+=(ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1) ;;
    tsan) variables+=("TSAN_OPTIONS=second_deadlock_stack=1 suppressions=$source_dir/tests/tsan.supp") && command=(setarch -R "${command[@]}") ;;
  esac
  cd -- "$dir/work" || exit 1
  exec timeout --kill-after=10 "$limit" env -i --default-signal "${variables[@]}" "${command[@]}" >"$dir/output" 2>&1 </dev/null
}

starts=()
start_job() {
  local dir=$scratch/$1
  mkdir -p "$dir"/{home,tmp,work}
  starts[$1]=${EPOCHREALTIME/[.,]/}
  (
    trap - EXIT INT TERM HUP
    run_job "$1" "$dir"
  ) &
  job_of[$!]=$1
}

# Counts and prints one result: WHAT NAME DETAIL
report() {
  case $1 in
    ok) passed=$((passed + 1)) && printf 'ok %s (%.1f s)\n' "$2" "$3" ;;
    FAIL) failed=$((failed + 1)) && printf 'FAIL %s\n' "$2" ;;
    skip) skipped=$((skipped + 1)) && printf 'skip %s: %s\n' "$2" "$3" ;;
  esac
}

# The job $1 ended with status $2.
end_job() {
  local dir=$scratch/$1 name=${names[$1]} before=$failed took reason='' what seconds case open=''
  took=$((${EPOCHREALTIME/[.,]/} - starts[$1]))
  took=$((took / 1000000)).$(printf %06d $((took % 1000000)))
  if [[ $2 == 124 || $2 == 137 ]]; then echo "stopped after $time_limit s" >>"$dir/output"; fi
  if [[ ${kinds[$1]} == catch ]]; then
    # Each case, then what no case accounts for: one that began and did not end, none at all, a bad status.
    while IFS=$'\t' read -r what seconds case; do
      case $what in
        start) open=$seconds ;;
        *) open='' && report "$what" "$name: $case" "$seconds" ;;
      esac
    done < <(cat -- "$dir/cases" 2>/dev/null)
    if [[ -n $open ]]; then
      report FAIL "$name: $open"
    elif [[ ! -s $dir/cases ]]; then
      report FAIL "$name: no test case ran"
    elif [[ $2 != 0 && $failed == "$before" ]]; then
      report FAIL "$name: exit status $2"
    fi
  else
    reason=$(sed -n 's/^skip: //p' "$dir/output" | tail -n 1)
    case $2 in
      0) report ok "$name" "$took" ;;
      77 | 78)
        if [[ ${CI:-} == true && $2 == 77 ]]; then
          report FAIL "$name: would be skipped: ${reason:-no reason given}"
        else
          report skip "$name" "${reason:-no reason given}"
        fi
        ;;
      *) report FAIL "$name" ;;
    esac
  fi
  if [[ $failed != "$before" ]]; then
    sed 's/^/  | /' "$dir/output"
    if [[ ${KEEP:-} == 1 ]]; then kept=yes && echo "  kept: $dir" && return; fi
  fi
  rm -rf -- "$dir"
}

await_one() {
  local pid='' status=0
  wait -n -p pid "${!job_of[@]}" || status=$?
  [[ -n $pid ]] || return
  kill -KILL -- "-$pid" 2>/dev/null # what a test left running in its process group
  local job=${job_of[$pid]}
  unset "job_of[$pid]"
  end_job "$job" "$status"
}

for job in "${!names[@]}"; do
  while ((${#job_of[@]} >= at_a_time)); do await_one; done
  start_job "$job"
done
while ((${#job_of[@]} > 0)); do await_one; done

if ((${#names[@]} == 0)); then
  echo "no test is called *$filter*" >&2
elif ((failed > 0)); then
  echo "(test cases ran in the order of --rng-seed $seed)"
fi
finish
