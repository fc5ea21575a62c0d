// The program's own messages in the user's language. English is in the code and needs no file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "objectos/error.hpp"

namespace objectos::cli {

class Language {
 public:
  /// By `tag`, else OBJECTOS_LANG, LC_ALL, LC_MESSAGES, LANG. Nothing is read before the first message.
  explicit Language(std::string tag = {});

  /// Tags of the languages there is a file of.
  static std::vector<std::string> available();

  std::string text(const Message& message);
  /// A text of the command table, by id ("help.storage.get.summary").
  std::string text(const std::string& id, const char* english);

  /// English that remembers what it was asked for: the source of locales/en.json.
  static Language recording() {
    Language language("en");
    language.recording_ = true;
    return language;
  }
  const std::map<std::string, std::string, std::less<>>& recorded() const { return messages_; }

 private:
  void load();
  std::string tag_;  ///< "zh-CN"; empty: English
  bool loaded_ = false;
  bool recording_ = false;
  std::map<std::string, std::string, std::less<>> messages_;
};

}  // namespace objectos::cli
