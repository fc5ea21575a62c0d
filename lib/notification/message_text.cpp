#include "notification/message_text.hpp"

#include "core/json_tree.hpp"
#include "objectos/digest.hpp"
#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::notification {
namespace {

using Texts = std::vector<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Every member of the message that is text, by its name in JSON.
template <class Message, class Visit>
void each_text(Message& message, const Visit& visit) {
  visit("subject", message.subject);
  visit("body", message.body);
  visit("html", message.html);
  visit("reply_to", message.reply_to);
  visit("from", message.from);
  visit("method", message.method);
  visit("auth", message.auth);
  visit("sign", message.sign);
}
template <class Message, class Visit>
void each_list(Message& message, const Visit& visit) {
  visit("to", message.to);
  visit("cc", message.cc);
  visit("bcc", message.bcc);
}

class Writer {
 public:
  void text(std::string_view name, std::string_view value) {
    key(name);
    json::append_string(out_, value);
  }
  void list(std::string_view name, const Texts& values) {
    key(name);
    char before = '[';
    for (const std::string& value : values) {
      out_ += before;
      json::append_string(out_, value);
      before = ',';
    }
    out_ += values.empty() ? "[]" : "]";
  }
  void raw(std::string_view name, std::string_view json) {
    key(name);
    out_ += json;
  }
  std::string take() { return std::move(out_) + '}'; }

 private:
  void key(std::string_view name) {
    out_ += out_.empty() ? '{' : ',';
    json::append_string(out_, name);
    out_ += ':';
  }
  std::string out_;
};

std::string header_list(const Pairs& headers) {
  std::string out = "[";
  for (const auto& [name, value] : headers) {
    if (out.size() > 1) out += ',';
    out += "[" + json::quoted(name) + "," + json::quoted(value) + "]";
  }
  return out + "]";
}

std::string file_list(const std::vector<NotificationFile>& files) {
  std::string out = "[";
  for (const NotificationFile& file : files) {
    if (out.size() > 1) out += ',';
    out += "{\"name\":" + json::quoted(file.name) + ",\"type\":" + json::quoted(file.type) +
           ",\"content_id\":" + json::quoted(file.content_id) +
           ",\"size\":" + std::to_string(file.bytes.size()) + "}";
  }
  return out + "]";
}

/// Texts of different lengths cannot be mistaken for each other's.
std::string fingerprint_of(const QueuedMessage& message) {
  std::string all = message.channel + "\n" + message.content;
  for (const std::string& file : message.files) all += "\n" + sha256_hex(file);
  return sha256_hex(all);
}

[[noreturn]] void fail(const QueuedMessage& stored) {
  throw Error(Errc::data, Message("notify.stored", "the message {{id}} is not one that objectos wrote",
                                  {{"id", stored.id}}));
}

class MessageReader {
 public:
  explicit MessageReader(const QueuedMessage& stored)
      : stored_(stored),
        tree_(json::parse_tree(stored.content, {"message", 1}, json::Reader::Dialect::strict)) {}

  NotificationMessage read() const {
    NotificationMessage message;
    message.channel = stored_.channel;
    each_text(message, [this](const char* name, std::string& to) { to = text(tree_, name); });
    each_list(message, [this](const char* name, Texts& to) {
      if (const json::Node* list = tree_.find(name)) {
        for (const json::Node& item : list->elements) to.push_back(item.string);
      }
    });
    if (const json::Node* headers = tree_.find("headers")) {
      for (const json::Node& pair : headers->elements) {
        if (pair.elements.size() != 2) fail(stored_);
        message.headers.emplace_back(pair.elements[0].string, pair.elements[1].string);
      }
    }
    read_files(message);
    const json::Node* guarded = tree_.find("may_reach_private");
    message.may_reach_private = !guarded || guarded->text != "false";
    return message;
  }

 private:
  static std::string text(const json::Node& node, const char* name) {
    const json::Node* member = node.find(name);
    return member ? member->string : std::string();
  }

  void read_files(NotificationMessage& message) const {
    std::size_t next = 0;
    if (const json::Node* files = tree_.find("files")) {
      for (const json::Node& file : files->elements) {
        if (next == stored_.files.size()) fail(stored_);
        message.files.push_back(
            {text(file, "name"), text(file, "type"), text(file, "content_id"), stored_.files[next++]});
      }
    }
    if (tree_.find("raw")) {
      if (next == stored_.files.size()) fail(stored_);
      message.raw = stored_.files[next];
    }
  }

  const QueuedMessage& stored_;
  json::Node tree_;
};

}  // namespace

void write_message(const NotificationMessage& message, QueuedMessage& to) {
  Writer writer;
  each_list(message, [&writer](const char* name, const Texts& values) {
    if (!values.empty() || name == std::string_view("to")) writer.list(name, values);
  });
  each_text(message, [&writer](const char* name, const std::string& value) {
    if (!value.empty()) writer.text(name, value);
  });
  if (!message.headers.empty()) writer.raw("headers", header_list(message.headers));
  if (!message.may_reach_private) writer.raw("may_reach_private", "false");
  to.files.clear();
  if (!message.files.empty()) {
    writer.raw("files", file_list(message.files));
    for (const NotificationFile& file : message.files) to.files.push_back(file.bytes);
  }
  if (!message.raw.empty()) {
    writer.raw("raw", std::to_string(message.raw.size()));
    to.files.push_back(message.raw);
  }
  to.channel = message.channel;
  to.content = writer.take();
  to.fingerprint = fingerprint_of(to);
}

NotificationMessage read_message(const QueuedMessage& stored) {
  return MessageReader(stored).read();
}

}  // namespace objectos::notification
