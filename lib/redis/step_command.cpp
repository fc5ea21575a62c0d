#include "redis/step_command.hpp"

#include <algorithm>

#include "redis/storage_backend.hpp"
#include "storage/gcra.hpp"
#include "storage/lock_record.hpp"
#include "storage/step.hpp"

namespace objectos::redis {
namespace {

std::optional<std::int64_t> to_expiry(std::int64_t ends) {
  return ends < 0 ? std::nullopt : std::optional(ends);
}

/// The key, without its prefix, that remembers which token wrote `key` last. On a cluster it must be in the
/// same slot: it has the same hash tag, or the key as its tag.
std::string mark_of(const std::string& prefix, std::string_view key, bool one_node) {
  const std::string full = prefix + std::string(key);
  const auto open = full.find('{');
  const auto close = open == full.npos ? open : full.find('}', open + 1);
  const bool has_tag = close != full.npos && close > open + 1;
  const std::string tag = has_tag ? full.substr(open + 1, close - open - 1) : full;
  if (!has_tag && !one_node && tag.find('}') != tag.npos) {
    throw Error(Errc::usage, Message("redis.fence_brace", "on a Redis Cluster a fenced key must not hold a \"}\" "
                                                          "without a hash tag"));
  }
  return lock_key(fence_prefix) + "{" + tag + "}" + std::string(key);
}

/// What a value may be in the store so that get prints `text`; other spellings the script finds suspicious.
std::vector<std::string> spellings(const std::string& text) {
  std::vector<std::string> all;
  if (is_utf8(text)) all.push_back(json::quoted(text));
  if (text.empty() || text.front() != '\0') {
    if (value_of(text).text() == text) all.push_back(text);
  }
  all.push_back(std::string(1, '\0') + text);
  return all;
}

}  // namespace

Stored stored_of(const Reply& reply) {
  if (reply.is_nil()) return {};
  return {std::string(reply[0].text()), to_expiry(reply[1].integer())};
}

void append_stored(std::string& out, const Value& value) {
  if (value.is_bytes()) out.push_back('\0');
  out.append(value.raw());
}

Value value_of(std::string_view stored) {
  if (!stored.empty() && stored.front() == '\0') return Value::bytes(std::string(stored.substr(1)));
  try {
    return Value::stored(std::string(stored), {});
  } catch (const Error&) {
    return is_utf8(stored) ? Value::string(stored) : Value::bytes(std::string(stored));
  }
}

void StepCommands::begin(std::string_view key) {
  key_.assign(prefix_).append(key);
  words_.clear();
  value_.clear();
  number_.clear();
}

void StepCommands::begin_script(const Script& script) {
  add("EVALSHA");
  add(script.sha);
  add("1");
  add(key_);
}

/// The words of SET. Redis wants instants after 1970-01-01; one in the past is over at once all the same.
void StepCommands::add_expiry(const Expiry& expiry) {
  switch (expiry.kind) {
    case Expiry::Kind::never: return;
    case Expiry::Kind::keep: return add("KEEPTTL");
    case Expiry::Kind::after:
      number_ = std::to_string(expiry.ms);
      add("PX");
      return add(number_);
    case Expiry::Kind::at:
      number_ = std::to_string(std::max<std::int64_t>(1, expiry.ms));
      add("PXAT");
      return add(number_);
  }
}

Command StepCommands::command(std::string_view key, const Action& action, std::int64_t now_ms) {
  begin(key);
  if (const auto* step = std::get_if<Put>(&action)) return put(*step, now_ms);
  if (const auto* step = std::get_if<Increment>(&action)) return increment(*step, now_ms);
  if (const auto* step = std::get_if<Expire>(&action)) return expire(*step, now_ms);
  if (const auto* step = std::get_if<Gcra>(&action)) return gcra(*step);
  if (std::holds_alternative<Update>(action)) return entry(key);  // the client looks and compares
  if (std::holds_alternative<Erase>(action)) {
    add("UNLINK");
    add(key_);
    return made();
  }
  const Read& read = std::get<Read>(action);
  if (read.expiry) {
    begin_script(scripts::entry);
    return made(true, &scripts::entry);
  }
  add(read.value ? "GET" : "EXISTS");
  add(key_);
  return made(true);
}

Command StepCommands::put(const Put& put, std::int64_t now_ms) {
  expires_at(put.expiry, nullptr, now_ms);  // within the calendar?
  append_stored(value_, put.value);
  const bool is_simple = put.condition != Put::If::equals && !put.want_previous;
  if (is_simple) {
    add("SET");
    add(key_);
    add(value_);
    if (put.condition == Put::If::absent) add("NX");
    if (put.condition == Put::If::present) add("XX");
    add_expiry(put.expiry);
    return made();
  }
  begin_script(scripts::put);
  texts_.clear();
  if (put.condition == Put::If::equals) texts_ = spellings(put.equals);
  add_put(put);
  return made(false, &scripts::put);
}

/// What put.lua wants; texts_ are the spellings.
void StepCommands::add_put(const Put& put) {
  constexpr std::string_view names[] = {"always", "absent", "present", "equals"};
  add(names[static_cast<std::size_t>(put.condition)]);
  add(value_);
  const std::size_t before = words_.size();
  add_expiry(put.expiry);
  while (words_.size() < before + 2) add("");
  for (const std::string& text : texts_) add(text);
}

Command StepCommands::fenced_put(std::string_view key, const FencedPut& step, bool one_node,
                                 const std::string* also_equal, std::int64_t now_ms) {
  begin(key);
  expires_at(step.put.expiry, nullptr, now_ms);
  append_stored(value_, step.put.value);
  fence_words_ = {prefix_ + mark_of(prefix_, key, one_node), prefix_ + lock_key(step.fence.lock),
                  std::to_string(step.fence.token)};
  texts_.clear();
  if (step.put.condition == Put::If::equals) texts_ = spellings(step.put.equals);
  if (also_equal) texts_.push_back(*also_equal);
  add("EVALSHA");
  add(scripts::fence.sha);
  add(one_node ? "3" : "2");
  add(key_);
  add(fence_words_[0]);
  if (one_node) add(fence_words_[1]);
  add(fence_words_[2]);
  add_put(step.put);
  return made(false, &scripts::fence);
}

std::string StepCommands::mark(std::string_view key) const {
  return mark_of(prefix_, key, true);
}

Command StepCommands::gcra(const Gcra& gcra) {
  const RateLimitRule rule(gcra);
  begin_script(scripts::gcra);
  texts_ = {std::to_string(rule.cost_us()), std::to_string(rule.burst_us()), rule.tail()};
  for (const std::string& text : texts_) add(text);
  return made(false, &scripts::gcra);
}

/// Decimals need arithmetic and digits that are the same on every backend: the client looks and compares.
Command StepCommands::increment(const Increment& increment, std::int64_t now_ms) {
  if (increment.ttl_if_created) expires_at(Expiry::after(*increment.ttl_if_created), nullptr, now_ms);
  const auto* by = std::get_if<std::int64_t>(&increment.by);
  if (!by) {
    add("GET");
    add(key_);
    return made(true);
  }
  begin_script(scripts::incr);
  value_ = std::to_string(*by);
  add(value_);
  if (increment.ttl_if_created) number_ = std::to_string(increment.ttl_if_created->count());
  add(number_);
  return made(false, &scripts::incr);
}

Command StepCommands::expire(const Expire& expire, std::int64_t now_ms) {
  expires_at(expire.expiry, nullptr, now_ms);
  begin_script(scripts::expire);
  switch (expire.expiry.kind) {
    case Expiry::Kind::never:
    case Expiry::Kind::keep: add(""); break;
    case Expiry::Kind::after: add("PEXPIRE"); break;
    case Expiry::Kind::at: add("PEXPIREAT"); break;
  }
  number_ = std::to_string(std::max<std::int64_t>(1, expire.expiry.ms));
  add(number_);
  return made(false, &scripts::expire);
}

Command StepCommands::compare_and_set(std::string_view key, const Stored& expected, bool with_expiry,
                                      const Entry* desired, bool keep_expiry) {
  begin(key);
  begin_script(scripts::cas);
  texts_.assign({expected.raw.value_or(""), std::to_string(expected.expires_at.value_or(-1))});
  add(!expected.raw ? "absent" : with_expiry ? "entry" : "value");
  add(texts_[0]);
  add(texts_[1]);
  if (desired) {
    append_stored(value_, desired->value);
    add(value_);
    const std::size_t before = words_.size();
    if (keep_expiry) {
      add_expiry(Expiry::keep());
    } else if (desired->expires_at) {
      add_expiry(Expiry::at(*desired->expires_at));
    }
    while (words_.size() < before + 2) add("");
  } else {
    add("");
    add("DEL");
    add("");
  }
  return made(false, &scripts::cas);
}

Command StepCommands::plain(std::string_view key, const Entry* desired) {
  begin(key);
  add(desired ? "SET" : "UNLINK");
  add(key_);
  if (desired) {
    append_stored(value_, desired->value);
    add(value_);
    if (desired->expires_at) add_expiry(Expiry::at(*desired->expires_at));
  }
  return made();
}

Command StepCommands::entry(std::string_view key) {
  begin(key);
  begin_script(scripts::entry);
  return made(true, &scripts::entry);
}

Interpretation StepCommands::interpret(const Action& action, const Reply& reply) {
  Interpretation result;
  Outcome& outcome = result.outcome;
  if (const auto* read = std::get_if<Read>(&action)) {
    if (reply.is_nil()) return result;
    if (read->expiry) {
      outcome.applied = true;
      outcome.value = value_of(reply[0].text());
      outcome.expires_at = to_expiry(reply[1].integer());
      result.server_ms = reply[2].integer();
    } else if (read->value) {
      outcome.applied = true;
      outcome.value = value_of(reply.text());
    } else {
      outcome.applied = reply.integer() > 0;
      if (outcome.applied) outcome.value = Value();
    }
  } else if (const auto* put = std::get_if<Put>(&action)) {
    if (put->condition == Put::If::equals || put->want_previous) return interpret_put(*put, reply);
    outcome.applied = !reply.is_nil();
  } else if (std::holds_alternative<Update>(action)) {
    result.ask_client = true;
  } else if (std::holds_alternative<Gcra>(action)) {
    if (reply[0].integer() == 2)
      throw Error(Errc::data, Message("redis.no_rate_limit", "the value is not a rate limit's"));
    outcome.applied = reply[0].integer() == 1;
    outcome.value = Value::number(reply[1].integer());
  } else if (const auto* increment = std::get_if<Increment>(&action)) {
    result.ask_client = !std::holds_alternative<std::int64_t>(increment->by) || reply[0].integer() == 2;
    if (result.ask_client) return result;
    outcome.applied = true;
    outcome.value = Value::trusted(std::string(reply[1].text()));
  } else {
    outcome.applied = reply.integer() > 0;
  }
  return result;
}

Interpretation StepCommands::interpret_put(const Put& put, const Reply& reply) {
  Interpretation result;
  const std::int64_t verdict = reply[0].integer();
  result.ask_client = verdict == 2;
  result.outcome.applied = verdict == 1;
  if (put.want_previous && reply.size() > 1 && !reply[1].is_nil())
    result.outcome.previous = value_of(reply[1].text());
  return result;
}

}  // namespace objectos::redis
