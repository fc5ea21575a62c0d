// objectos batch: many commands in one process, those that wait together committed together.
#include <charconv>
#include <csignal>
#include <deque>
#include <utility>

#include "app.hpp"
#include "commands/tables.hpp"
#include "exit_status.hpp"
#include "line_input.hpp"
#include "objectos/json.hpp"
#include "objectos/kernel.hpp"
#include "parse.hpp"
#include "words.hpp"

namespace objectos::cli {
namespace {

// A group ends here even if more lines wait, so that other writers get their turn and memory stays small.
constexpr std::size_t max_group_lines = 100'000;
constexpr std::size_t max_group_reply_bytes = 8u << 20;

volatile std::sig_atomic_t stop_requested = 0;
void on_stop(int number) {
  stop_requested = number;
}

class Batch {
 public:
  Batch(Call& call, bool atomic, bool stop_on_error)
      : session_(call.session),
        out_(call.out),
        atomic_(atomic),
        stop_on_error_(stop_on_error),
        captured_(-1) {
    captured_.set_json(true);
  }

  int run() {
    std::string_view line;
    for (bool more = true; more;) {
      while (!stop_ && !stop_requested && input_.next_waiting(line)) {
        ++number_;
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        answer(line);
        if (number_ - group_first_ >= max_group_lines || out_.buffer().size() >= max_group_reply_bytes)
          end_group();
      }
      end_group();
      more = !stop_ && !stop_requested && !input_.at_end() && input_.wait();
    }
    if (atomic_) finish_atomic();
    out_.flush();
    // A signal that finds nothing left to answer is an ordinary end.
    if (stop_requested && input_.has_waiting()) return 128 + static_cast<int>(stop_requested);
    return failed_ ? exit_status::of(Errc::partial) : exit_status::ok;
  }

 private:
  /// A line whose operation is under way.
  struct Pending {
    std::size_t number;
    const Group& group;
    Call call;
  };

  void answer(std::string_view line) {
    try {
      split_words(line, words_);
      start_line();
    } catch (const Error& error) {
      answer_with(error);
    } catch (const std::bad_alloc&) {
      answer_with(Error(Errc::unavailable, Message("cli.no_memory", "out of memory")));
    }
  }

  void answer_with(const Error& error) {
    drain();
    fail_line(number_, error);
  }

  void start_line() {
    Request request = find_command(std::move(words_));
    if (!request.command)
      throw Error(Errc::usage,
                  Message("cli.no_command", "{{group}}a command is missing",
                          {{"group", request.group ? std::string(request.group->name) + ": " : ""}}));
    const Command& command = *request.command;
    if (!command.in_batch) {
      throw Error(Errc::usage, Message("batch.not_inside", "{{command}} does not run inside a batch",
                                       {{"command", full_name(*request.group, command)}}));
    }
    Args args = parse(*request.group, command, std::move(request.words));
    check_options(args);
    enter_group(command);
    Call call(command, std::move(args), session_, captured_);
    if (!start_operation(*request.group, call)) {
      drain();
      finish_line(number_, command, [&] { return invoke(*request.group, call); });
    }
  }

  /// False if the line is not one operation on one key, or the store does one at a time anyway. With
  /// --stop-on-error nothing may be under way when a line fails.
  bool start_operation(const Group& group, Call& call) {
    if (!call.command.one_key || stop_on_error_ || !session_.storage().backend().works_ahead()) return false;
    std::optional<Operation> operation;
    try {
      operation = call.command.one_key->start(call);
    } catch (const Error& error) {
      throw error.at(full_name(group, call.command));
    }
    if (!operation) return false;
    if (!pipeline_) {
      pipeline_ = session_.storage().backend().pipeline([this](Operation& done) { finish_operation(done); });
    }
    pending_.emplace_back(number_, group, std::move(call));
    pipeline_->add(std::move(*operation));
    return true;
  }

  void finish_operation(Operation& done) {
    Pending& line = pending_.front();
    const Command& command = line.call.command;
    if (done.error) {
      fail_line(line.number, done.error->at(full_name(line.group, command)));
    } else {
      finish_line(line.number, command, [&] { return command.one_key->finish(line.call, done.outcome); });
    }
    pending_.pop_front();
  }

  void drain() {
    if (pipeline_) pipeline_->drain();
  }

  template <class Finish>
  void finish_line(std::size_t number, const Command& command, Finish finish) {
    captured_.buffer().clear();
    const std::size_t start = out_.buffer().size();
    try {
      const int status = finish();
      append_reply(number, status, command.streams);
      note(status);
    } catch (const Error& error) {
      out_.buffer().resize(std::min(out_.buffer().size(), start));
      fail_line(number, error);
    }
  }

  void note(int status) {
    if (status < 2) return;
    failed_ = true;
    stop_ = stop_on_error_;
  }

  /// What is set for the whole process is set in front of `batch`.
  static void check_options(const Args& args) {
    for (const auto& [option, value] : args.options) {
      const std::string_view name = option->name;
      for (const Option& global : global_options()) {
        if (name != global.name || name == "--json" || name == "--quiet") continue;
        throw Error(Errc::usage, Message("batch.option", "{{option}} stands before batch, not on its lines",
                                         {{"option", name}}));
      }
    }
  }

  void enter_group(const Command& command) {
    if (group_first_ == 0) begin_group();
    if (command.touches == Touches::itself) {
      if (atomic_)
        throw Error(Errc::usage, Message("batch.not_atomic", "{{command}} cannot be part of a transaction",
                                         {{"command", command.name}}));
      commit_group();
      return;
    }
    Access access = command.touches == Touches::writes ? Access::write : Access::read;
    if (atomic_) access = Access::atomic;
    if (transaction_ && access == Access::write && access_ == Access::read) commit_group();
    if (transaction_) return;
    transaction_ = session_.storage().backend().begin(access);
    access_ = access;
  }

  void begin_group() {
    group_first_ = number_;
    group_start_ = out_.buffer().size();
    replied_.clear();
  }

  void append_reply(std::size_t number, int status, bool stream) {
    std::string& reply = out_.buffer();
    std::string& result = captured_.buffer();
    append_head(reply, number, status);
    reply.append(",\"result\":");
    if (stream) {
      if (!result.empty()) result.pop_back();
      for (char& c : result) {
        if (c == '\n') c = ',';  // inside JSON text there is no bare newline
      }
      reply.append("[").append(result).append("]");
    } else if (result.empty()) {
      reply.append("null");
    } else {
      reply.append(result, 0, result.size() - 1);
    }
    reply.append("}\n");
  }

  void append_head(std::string& reply, std::size_t number, int status) {
    replied_.push_back(number);
    char digits[20];
    reply.append("{\"id\":").append(digits, std::to_chars(digits, std::end(digits), number).ptr);
    reply.append(",\"exit\":").append(digits, std::to_chars(digits, std::end(digits), status).ptr);
  }

  void fail_line(std::size_t number, const Error& error) {
    const int status = exit_status::of(error.code());
    std::string& reply = out_.buffer();
    append_head(reply, number, status);
    reply.append(",\"error\":").append(error_json(error)).append("}\n");
    note(status);
  }

  /// Commits what the group did and lets its replies go. In an atomic batch the replies are provisional, and
  /// the transaction goes on.
  void end_group() {
    drain();
    if (!atomic_) commit_group();
    out_.flush();
    group_first_ = 0;
  }

  /// If the commit fails, nothing of the group happened: every reply in it becomes that error.
  void commit_group() {
    drain();
    pipeline_.reset();
    if (!transaction_) return;
    try {
      transaction_->commit();
      transaction_.reset();
    } catch (const Error& error) {
      transaction_.reset();
      out_.buffer().resize(group_start_);
      for (const std::size_t number : std::exchange(replied_, {})) fail_line(number, error);
    }
    begin_group();
  }

  void finish_atomic() {
    bool committed = false;
    drain();
    pipeline_.reset();
    if (transaction_ && !failed_ && !stop_requested) {
      try {
        transaction_->commit();
        committed = true;
      } catch (const Error& error) {
        Language english("en");
        print_error(report_text(error, session_.json, english));
        failed_ = true;
      }
    } else if (!failed_ && !stop_requested) {
      committed = true;  // nothing to do is done
    }
    transaction_.reset();
    out_.line(committed ? "{\"committed\":true}" : "{\"committed\":false}");
    if (!committed) failed_ = true;
  }

  Session& session_;
  Output& out_;
  const bool atomic_;
  const bool stop_on_error_;
  Output captured_;
  LineInput input_;
  std::vector<std::string> words_;
  std::unique_ptr<Transaction> transaction_;
  std::unique_ptr<Pipeline> pipeline_;
  std::deque<Pending> pending_;  // in the pipeline, oldest first
  Access access_ = Access::read;
  std::size_t number_ = 0;       // of the present line
  std::size_t group_first_ = 0;  // line that opened the group; 0: none
  std::size_t group_start_ = 0;  // where its replies begin in the output
  std::vector<std::size_t> replied_;  // the lines they are to
  bool failed_ = false;
  bool stop_ = false;
};

/// The plugins that the configuration names live as long as the batch, over the same store. Null without any:
/// a batch of plain commands starts no kernel.
std::unique_ptr<ObjectOS> start_plugins(Session& session) {
  const Config& config = session.config();
  if (!config.is_set("plugins")) return nullptr;
  auto os = std::make_unique<ObjectOS>(config);
  os->register_plugin(std::make_unique<StoragePlugin>());
  os->load_configured_plugins();
  os->start();
  session.use(os->get_service<Storage>(Storage::service_name));
  return os;
}

int batch(Call& call) {
  struct sigaction action {};
  action.sa_handler = on_stop;  // without SA_RESTART: a waiting read returns
  struct sigaction before {};
  ::sigaction(SIGINT, nullptr, &before);
  if (before.sa_handler != SIG_IGN)
    ::sigaction(SIGINT, &action, nullptr);  // a shell's background job ignores it
  ::sigaction(SIGTERM, &action, nullptr);
  call.session.in_batch = true;
  const auto os = start_plugins(call.session);
  return Batch(call, call.args.has("--atomic"), call.args.has("--stop-on-error")).run();
}

constexpr Option batch_options[] = {
    {"--atomic", 0, nullptr, "one transaction for all lines: all take effect or none"},
    {"--stop-on-error", 0, nullptr, "end at the first line that fails"}};
constexpr Example batch_examples[] = {
    {"printf '%s\\n' 'storage set a 1' 'storage incr a' | objectos batch", "run two commands in one process"},
    {"jq -c '[\"storage\",\"set\",.name,.value]' items.json | objectos batch",
     "give words as JSON arrays, which need no quoting"},
    {"coproc objectos batch", "start a coprocess of bash: write it a line, read its reply"}};
constexpr Command batch_command[] = {
    {"",
     "run one command per input line",
     "Reads commands from standard input, one a line: a JSON array of words, or words with shell quotes. "
     "Answers each with one line, in order: {\"id\":LINE,\"exit\":0,\"result\":...}, where result is what "
     "--json would print (a list for commands that stream), or {\"id\":LINE,\"exit\":3,\"error\":{...}}. "
     "Blank lines are passed over.\n\nA reply is written after its command is committed and before the next "
     "line is waited for; lines that wait already are committed together.\n\nWith --atomic, for storage "
     "commands, the replies are provisional, and a last line {\"committed\":true} or {\"committed\":false} "
     "decides; a line that fails rolls everything back. Other processes cannot write meanwhile.",
     {},
     batch_options,
     batch_examples,
     nullptr,
     batch,
     Touches::itself,
     true,
     false}};

}  // namespace

const Group batch_group{"batch", "run many commands in one process", "", batch_command};

}  // namespace objectos::cli
