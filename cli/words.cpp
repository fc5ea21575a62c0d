#include "words.hpp"

#include "objectos/error.hpp"
#include "objectos/json.hpp"

namespace objectos::cli {
namespace {

void json_words(std::string_view line, std::vector<std::string>& words) {
  json::Reader reader(line, {"line", 1});
  std::string scratch;
  reader.begin_array();
  while (reader.next_element()) {
    const json::Kind kind = reader.peek();
    if (kind == json::Kind::string) {
      words.emplace_back(reader.string(scratch));
    } else if (kind == json::Kind::number) {
      words.emplace_back(reader.value());
    } else {
      reader.fail(reader.offset(), "words.not_a_word", "{{place}}: a word is a string");
    }
  }
  reader.end();
}

[[noreturn]] void open_quote() {
  throw Error(Errc::usage, Message("words.open_quote", "a quote is never closed"));
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/// Takes one word off the front of `line`, which begins with it. Runs of plain characters are copied whole.
std::string shell_word(std::string_view& line) {
  std::string word;
  std::size_t i = 0;
  while (i < line.size() && !is_blank(line[i])) {
    const char c = line[i];
    if (c == '\'') {
      const auto end = line.find('\'', i + 1);
      if (end == line.npos) open_quote();
      word.append(line.substr(i + 1, end - i - 1));
      i = end + 1;
    } else if (c == '"') {
      for (++i; i < line.size() && line[i] != '"';) {
        if (line[i] == '\\' && i + 1 < line.size() &&
            std::string_view("\"\\$`").find(line[i + 1]) != std::string_view::npos)
          ++i;
        const std::size_t start = i++;
        while (i < line.size() && line[i] != '"' && line[i] != '\\') ++i;
        word.append(line.substr(start, i - start));
      }
      if (i == line.size()) open_quote();
      ++i;
    } else if (c == '\\') {
      if (i + 1 == line.size()) open_quote();
      word += line[i + 1];
      i += 2;
    } else {
      const std::size_t start = i++;
      while (i < line.size() && !is_blank(line[i]) && line[i] != '\'' && line[i] != '"' && line[i] != '\\')
        ++i;
      word.append(line.substr(start, i - start));
    }
  }
  line.remove_prefix(i);
  return word;
}

}  // namespace

void split_words(std::string_view line, std::vector<std::string>& words) {
  words.clear();
  words.reserve(8);
  const auto first = line.find_first_not_of(" \t\r");
  if (first == line.npos) return;
  line.remove_prefix(first);
  if (line.front() == '[') {
    try {
      return json_words(line, words);
    } catch (const Error& error) {
      throw error.as(Errc::usage);
    }
  }
  while (!line.empty()) {
    words.push_back(shell_word(line));
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  }
}

}  // namespace objectos::cli
