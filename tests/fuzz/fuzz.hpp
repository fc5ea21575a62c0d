// What the fuzz targets share. Each names an invariant and stops the program where it is broken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "objectos/error.hpp"

/// Not assert(): it must hold in release builds too.
#define MUST_HOLD(condition)                                                       \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                \
    }                                                                              \
  } while (false)

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// True if `call` returned; an Error must have `code`, anything else is a finding.
template <class Call>
bool succeeds(objectos::Errc code, Call&& call) {
  try {
    call();
    return true;
  } catch (const objectos::Error& error) {
    MUST_HOLD(error.code() == code);
    MUST_HOLD(*error.what() != '\0');
    return false;
  }
}
