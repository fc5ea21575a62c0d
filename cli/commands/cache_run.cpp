// cache run: a command whose output is kept, and made once however many ask for it.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <span>

#include "background.hpp"
#include "capture.hpp"
#include "commands/cache.hpp"
#include "exit_status.hpp"
#include "input.hpp"
#include "objectos/clock.hpp"
#include "objectos/digest.hpp"
#include "objectos/json.hpp"
#include "objectos/single_flight.hpp"
#include "wrapper.hpp"

namespace objectos::cli::cache {
namespace {

constexpr std::size_t most_recorded = 64u << 20;

std::int64_t now_ms() {
  return Clock::system().now_ms();
}

/// Then the order of what is written to them can be kept exactly.
bool outputs_are_one() {
  struct stat out {}, err {};
  return ::fstat(STDOUT_FILENO, &out) == 0 && ::fstat(STDERR_FILENO, &err) == 0 && out.st_dev == err.st_dev &&
         out.st_ino == err.st_ino;
}

/// Standard input that can be read again and again.
int rewound(const std::string& input) {
  const int descriptor = ::memfd_create("input", MFD_CLOEXEC);
  std::size_t at = 0;
  while (descriptor >= 0 && at < input.size()) {
    const ssize_t n = ::write(descriptor, input.data() + at, input.size() - at);
    if (n <= 0) break;
    at += static_cast<std::size_t>(n);
  }
  if (descriptor < 0 || at < input.size()) {
    throw Error(Errc::unavailable, Message("cache.input_copy", "the input cannot be kept: {{reason}}",
                                           {{"reason", std::strerror(errno)}}));
  }
  ::lseek(descriptor, 0, SEEK_SET);
  return descriptor;
}

class CachedRun {
 public:
  explicit CachedRun(Call& call)
      : call_(call), cache_(call.cache()), words_(call.args.positionals), is_joint_(outputs_are_one()) {
    if (call.args.has("--stdin")) input_ = read_input("-");
    ttl_ = lifetime("--ttl");
    stale_ = lifetime("--stale");
    fail_ttl_ = lifetime("--fail-ttl");
    key_ = key();
    cache_.check_key(key_);
  }

  int run() {
    if (!call_.args.has("--refresh")) {
      if (const auto value = cache_.get(key_)) {
        if (const auto found = usable(*value)) {
          if (found->fresh_until != 0 && now_ms() >= found->fresh_until) refresh_in_background();
          return replay(*found);
        }
      }
    }
    return make_or_wait();
  }

 private:
  std::optional<Millis> lifetime(const char* option) const {
    const auto given = call_.duration(option);
    if (given && given->count() <= 0) {
      throw Error(Errc::usage, Message("storage.ttl_not_positive", "a TTL must be longer than 0")).at(option);
    }
    return given;
  }

  /// What decides the result: the words, and what the options add. A name of one's own stands for the words.
  std::string key() const {
    const std::string* name = call_.args.find("--key");
    std::string text;
    for (const std::string& word : words_) {
      if (!name) json::append_string(text, word);
    }
    const std::size_t before = text.size();
    if (call_.args.has("--cwd")) {
      char* directory = ::getcwd(nullptr, 0);
      text += "\ncwd " + std::string(directory ? directory : "");
      ::free(directory);
    }
    for (const auto& [option, value] : call_.args.options) {
      if (std::string_view(option->name) == "--env") {
        const char* content = std::getenv(value.c_str());
        text += "\nenv " + value + (content ? "=" + sha256_hex(content) : "");
      } else if (std::string_view(option->name) == "--file") {
        text += "\nfile " + value + " " + sha256_hex(read_input(value));
      }
    }
    if (call_.args.has("--stdin")) text += "\nstdin " + sha256_hex(input_);
    if (name && text.size() == before) return "run/" + *name;
    return name ? "run/" + *name + "/" + sha256_hex(text) : "run/" + sha256_hex(text);
  }

  /// One whose streams were joined cannot be told apart again.
  std::optional<RecordedRun> usable(const Value& value) const {
    if (!value.is_bytes()) return std::nullopt;
    auto found = RecordedRun::decoded(value.raw());
    return found && (!found->is_joint || is_joint_) ? std::move(found) : std::nullopt;
  }

  int replay(const RecordedRun& run) {
    for (const RecordedRun::Piece& piece : run.pieces) pass_on(piece.is_error, piece.text);
    call_.out.flush();
    return run.status;
  }

  void pass_on(bool is_error, std::string_view text) {
    if (!is_error) return call_.out.write(text);
    call_.out.flush();
    print_error(text);
  }

  // ---- making it -----------------------------------------------------------------------------------------------

  std::string flights() { return call_.session.config().state_dir() + "/locks"; }
  std::string flight_name() const {
    return "run." + sha256_hex(cache_.scope() + "\n" + key_ + (is_joint_ ? "\njoint" : ""));
  }

  int make_or_wait() {
    std::optional<SingleFlight> flight;
    try {
      flight.emplace(flights(), flight_name());
    } catch (const Error& error) {
      warn(error);  // it can be run, though not together with others
      return make(nullptr);
    }
    switch (flight->wait(time_limit(call_))) {
      case SingleFlight::Turn::late:
        return wrapper_failure(
            call_, exit_status::wrapper_timeout,
            Error(Errc::unavailable, Message("cache.run_wait", "another one was not done in time")));
      case SingleFlight::Turn::result:
        if (const auto shared = RecordedRun::decoded(flight->result())) return replay(*shared);
        break;
      case SingleFlight::Turn::make:
        if (const auto made = made_meanwhile()) {
          flight->finish(made->encoded());
          return replay(*made);
        }
    }
    return make(&*flight);
  }

  /// By one who was done just before it was our turn. Not counted as a look-up: that was done.
  std::optional<RecordedRun> made_meanwhile() {
    std::optional<RecordedRun> found;
    cache_.each({Glob(Glob::escape(key_)), {}, true}, [&](const Entry& entry) {
      found = usable(entry.value);
      return false;
    });
    if (found && found->made_at < began_at_) found.reset();
    return found;
  }

  int make(SingleFlight* flight) {
    const int input = call_.args.has("--stdin") ? rewound(input_) : -1;
    RecordedRun run;
    Capture capture(is_joint_, input);
    Child child(words_, capture.options());
    if (const auto status = exec_failure(call_, child, words_[0])) return *status;
    const bool ended = capture.record(
        child, run, most_recorded,
        [this](bool is_error, std::string_view text) {
          pass_on(is_error, text);
          call_.out.flush();
        },
        time_limit(call_));
    if (!ended) {
      child.stop(Steady::now() + term_patience);
      return wrapper_failure(call_, exit_status::wrapper_timeout,
                             Error(Errc::unavailable, Message("cache.run_late", "not done in time, it was stopped"))
                                 .at(words_[0]));
    }
    run.made_at = now_ms();
    if (!capture.is_whole()) {
      warn(Error(Errc::data, Message("cache.run_large", "prints more than {{limit}}, which is not kept",
                                     {{"limit", format_size(most_recorded)}}))
               .at(words_[0]));
      return run.status;
    }
    keep(run);
    if (flight) flight->finish(run.encoded());
    return run.status;
  }

  /// A failure is kept only if that was asked for, a death by a signal never.
  void keep(RecordedRun& run) {
    std::optional<Millis> ttl = run.status == 0 ? ttl_ : fail_ttl_;
    if (run.was_signalled || (run.status != 0 && !fail_ttl_)) return;
    if (ttl && run.status == 0 && stale_) {
      run.fresh_until = run.made_at + ttl->count();
      ttl = *ttl + *stale_;
    }
    try {
      cache_.set(key_, Value::bytes(run.encoded()), {ttl, {}});
    } catch (const Error& error) {
      warn(error);  // the command has run, and its output is what counts
    }
  }

  void warn(const Error& error) { wrapper_failure(call_, 0, error); }

  // ---- making it again, unseen ---------------------------------------------------------------------------------

  /// This command line once more, with --refresh.
  void refresh_in_background() {
    if (SingleFlight::is_under_way(flights(), flight_name())) return;
    std::vector<std::string> words = {"objectos", "cache", "run", "--refresh"};
    for (const auto& [option, value] : call_.args.options) {
      words.emplace_back(option->name);
      if (option->value) words.push_back(value);
    }
    words.emplace_back("--");
    words.insert(words.end(), words_.begin(), words_.end());
    const int input = call_.args.has("--stdin") ? rewound(input_) : -1;
    run_in_background(std::move(words), input, is_joint_);
    if (input >= 0) ::close(input);
  }

  Call& call_;
  Cache cache_;
  const std::vector<std::string> words_;
  const bool is_joint_;
  const std::int64_t began_at_ = now_ms();
  std::string input_;  // with --stdin
  std::optional<Millis> ttl_, stale_, fail_ttl_;
  std::string key_;
};

}  // namespace

int run(Call& call) {
  if (call.args.has("--stale") && !call.args.has("--ttl"))
    throw Error(Errc::usage, Message("cache.stale_without_ttl", "--stale needs --ttl: what never ends is never stale"));
  return CachedRun(call).run();
}

}  // namespace objectos::cli::cache
