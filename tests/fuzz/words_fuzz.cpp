// A line of `batch` as words: written again as JSON or in single quotes they are the same words.
#include "words.hpp"

#include "fuzz.hpp"
#include "objectos/json.hpp"
#include "objectos/text.hpp"

using objectos::cli::split_words;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line = as_text(data, size);
  std::vector<std::string> words = {"left over"}, again;
  if (!succeeds(objectos::Errc::usage, [&] { split_words(line, words); })) return 0;
  std::string as_json = "[", quoted;
  bool utf8 = true, has_quote = false;
  for (const std::string& word : words) {
    if (as_json.size() > 1) as_json += ',';
    objectos::json::append_string(as_json, word);
    utf8 = utf8 && objectos::is_utf8(word);
    has_quote = has_quote || word.find('\'') != word.npos;
    quoted += "'" + word + "' ";
  }
  if (utf8) {
    split_words(as_json + "]", again);
    MUST_HOLD(again == words);
  }
  if (!has_quote) {
    split_words(quoted, again);
    MUST_HOLD(again == words);
  }
  return 0;
}
