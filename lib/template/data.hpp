// JSON read once into values.
#pragma once

#include <memory_resource>
#include <string>

#include "objectos/template.hpp"
#include "template/value.hpp"

namespace objectos {

/// The values, and the memory that they point into.
struct TemplateData::Tree {
  std::pmr::monotonic_buffer_resource memory;
  templates::Value root;
};

}  // namespace objectos
