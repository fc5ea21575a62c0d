#include "language.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "objectos/json.hpp"

namespace objectos::cli {
namespace {

/// "zh_CN.UTF-8" → "zh-CN"; "" for English and for "C".
std::string normalised(std::string tag) {
  tag = tag.substr(0, tag.find_first_of(".@"));
  for (char& c : tag) {
    if (c == '_') c = '-';
  }
  // It becomes a part of a file's name.
  for (const char c : tag) {
    if (c != '-' && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) return {};
  }
  const std::string language = tag.substr(0, tag.find('-'));
  return language == "C" || language == "POSIX" || language == "en" ? std::string() : tag;
}

std::string from_environment() {
  for (const char* name : {"OBJECTOS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value && *value) return value;
  }
  return {};
}

std::string read_file(const std::string& path) {
  std::string text;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return text;
  char buffer[8192];
  for (ssize_t n; (n = ::read(fd, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(n));
  ::close(fd);
  return text;
}

/// Where the translations are, seen from the binary: installed, and in a build directory through a link.
std::string directory() {
  char buffer[4096];
  const ssize_t n = ::readlink("/proc/self/exe", buffer, sizeof buffer);
  if (n <= 0) return {};
  std::string self(buffer, static_cast<std::size_t>(n));
  self.erase(self.rfind('/') + 1);
  return self + OBJECTOS_LOCALE_DIR_RELATIVE;
}

constexpr int max_depth = 16;  // ids have fewer parts

void flatten(json::Reader& reader, const std::string& prefix, int depth,
             std::map<std::string, std::string, std::less<>>& out) {
  std::string key_scratch, value_scratch;
  std::string_view key;
  reader.begin_object();
  while (reader.next_key(key, key_scratch)) {
    const std::string id = prefix + std::string(key);
    if (reader.peek() == json::Kind::object && depth < max_depth) {
      flatten(reader, id + ".", depth + 1, out);
    } else {
      out[id] = reader.string(value_scratch);
    }
  }
}

}  // namespace

Language::Language(std::string tag) : tag_(normalised(tag.empty() ? from_environment() : std::move(tag))) {}

/// The whole tag's file, else the language's. A file that cannot be read leaves English.
void Language::load() {
  if (loaded_) return;
  loaded_ = true;
  std::string text = read_file(directory() + "/" + tag_ + ".json");
  if (text.empty()) text = read_file(directory() + "/" + tag_.substr(0, tag_.find('-')) + ".json");
  if (text.empty()) return;
  try {
    json::Reader reader(text);
    flatten(reader, "", 1, messages_);
    reader.end();
  } catch (const Error&) {
    messages_.clear();
  }
}

std::vector<std::string> Language::available() {
  std::vector<std::string> tags;
  DIR* open = ::opendir(directory().c_str());
  while (const dirent* entry = open ? ::readdir(open) : nullptr) {
    const std::string name = entry->d_name;
    if (name.ends_with(".json")) tags.push_back(name.substr(0, name.size() - 5));
  }
  if (open) ::closedir(open);
  std::sort(tags.begin(), tags.end());
  return tags;
}

std::string Language::text(const Message& message) {
  if (tag_.empty()) return message.text();
  load();
  const auto found = messages_.find(message.id());
  if (found == messages_.end()) return message.text();
  std::vector<Message::Arg> args = message.args();
  for (Message::Arg& arg : args) {
    if (const auto words = messages_.find(arg.id); words != messages_.end()) arg.value = words->second;
  }
  return Message::fill(found->second, args);
}

std::string Language::text(const std::string& id, const char* english) {
  if (recording_) messages_[id] = english;
  if (tag_.empty()) return english;
  load();
  const auto found = messages_.find(id);
  return found == messages_.end() ? english : found->second;
}

}  // namespace objectos::cli
