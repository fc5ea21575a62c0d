#include <unistd.h>

#include <string>
#include <vector>

#include "app.hpp"

int main(int argc, char** argv) {
  const int status = objectos::cli::run(std::vector<std::string>(argv + (argc > 0), argv + argc));
  // Everything is flushed and committed; running destructors of what the process maps would only take time.
  ::_exit(status);
}
