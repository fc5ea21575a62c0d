#include "yaml/read.hpp"

#include <yaml.h>

#include <new>

namespace objectos::yaml {
namespace {

using i18n::YamlSink;

std::string_view view(const yaml_char_t* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

/// libyaml counts characters; the library bytes. Marks come almost in order, so the way from one to the next
/// is short.
class Offsets {
 public:
  explicit Offsets(std::string_view text) : text_(text) {}

  std::size_t of(const yaml_mark_t& mark) {
    while (characters_ < mark.index && bytes_ < text_.size()) {
      ++bytes_;
      while (bytes_ < text_.size() && continues(bytes_)) ++bytes_;
      ++characters_;
    }
    while (characters_ > mark.index) {
      --bytes_;
      while (bytes_ > 0 && continues(bytes_)) --bytes_;
      --characters_;
    }
    return bytes_;
  }

 private:
  bool continues(std::size_t at) const { return (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80; }

  std::string_view text_;
  std::size_t characters_ = 0;
  std::size_t bytes_ = 0;
};

class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (!yaml_parser_initialize(&parser_)) throw std::bad_alloc();
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  yaml_parser_t* get() { return &parser_; }

 private:
  yaml_parser_t parser_;
};

class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t event{};
};

void tell_fault(yaml_parser_t& parser, Offsets& offsets, YamlSink& sink) {
  const std::string_view reason = parser.problem ? parser.problem : "cannot be read";
  if (parser.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
  if (parser.error == YAML_READER_ERROR)
    return sink.fault(YamlSink::Stage::bytes, parser.problem_offset, parser.problem_offset, reason);
  const std::size_t problem = offsets.of(parser.problem_mark);
  const std::size_t context = parser.context ? offsets.of(parser.context_mark) : problem;
  sink.fault(parser.error == YAML_SCANNER_ERROR ? YamlSink::Stage::tokens : YamlSink::Stage::structure,
             problem, context, reason);
}

}  // namespace

void read(std::string_view text, YamlSink& sink) {
  Parser parser(text);
  Offsets offsets(text);
  while (sink.goes_on()) {
    Event holder;
    yaml_event_t& event = holder.event;
    if (!yaml_parser_parse(parser.get(), &event)) return tell_fault(*parser.get(), offsets, sink);
    const std::size_t begin = offsets.of(event.start_mark);
    const YamlSink::Place place{begin, offsets.of(event.end_mark)};
    switch (event.type) {
      case YAML_STREAM_END_EVENT: return;
      case YAML_DOCUMENT_START_EVENT: sink.begin_document(); break;
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event.data.scalar;
        sink.scalar(place, {{reinterpret_cast<const char*>(scalar.value), scalar.length},
                            view(scalar.tag),
                            view(scalar.anchor),
                            scalar.style == YAML_PLAIN_SCALAR_STYLE});
        break;
      }
      case YAML_MAPPING_START_EVENT: sink.begin(place, true, view(event.data.mapping_start.anchor)); break;
      case YAML_SEQUENCE_START_EVENT: sink.begin(place, false, view(event.data.sequence_start.anchor)); break;
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT: sink.end(place); break;
      case YAML_ALIAS_EVENT: sink.alias(place, view(event.data.alias.anchor)); break;
      default: break;
    }
  }
}

}  // namespace objectos::yaml
