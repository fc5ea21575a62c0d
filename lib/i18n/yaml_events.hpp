// What the module `yaml` tells of a YAML text, and its exports: events of YAML 1.1 with the bytes they came
// from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace objectos::i18n {

/// Offsets are bytes of the text.
class YamlSink {
 public:
  struct Place {
    std::size_t begin;
    std::size_t end;
  };
  struct Scalar {
    std::string_view value;
    std::string_view tag;  ///< "" where none is written
    std::string_view anchor;
    bool is_plain;
  };
  enum class Stage : std::uint8_t { bytes, tokens, structure };

  virtual ~YamlSink() = default;
  virtual void begin_document() = 0;
  virtual void scalar(Place place, const Scalar& scalar) = 0;
  virtual void begin(Place place, bool is_mapping, std::string_view anchor) = 0;
  virtual void end(Place place) = 0;
  virtual void alias(Place place, std::string_view anchor) = 0;
  /// Reading ends with it. `context`: where what it could not read began; `reason` in English, by libyaml.
  virtual void fault(Stage stage, std::size_t offset, std::size_t context, std::string_view reason) = 0;
  /// False: no more events are wanted.
  virtual bool goes_on() const = 0;
};

struct YamlExports {
  /// Reads `text`, valid UTF-8 without a byte order mark.
  void (*read)(std::string_view text, YamlSink& sink);
  const char* (*libyaml_version)();
};

}  // namespace objectos::i18n
