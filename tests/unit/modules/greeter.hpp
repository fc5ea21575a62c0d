// What the module `good` and the tests know of each other. Each side has type information of its own for it.
#pragma once

#include <string>

struct Greeter {
  virtual ~Greeter() = default;
  virtual std::string greet(const std::string& name) const = 0;
};
