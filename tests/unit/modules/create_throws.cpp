#include "objectos/error.hpp"
#include "objectos/plugin.hpp"

namespace {

class CreateThrows final : public objectos::Plugin {
 public:
  CreateThrows() {
    throw objectos::Error(objectos::Errc::denied,
                          objectos::Message("test.no_licence", "no licence for {{host}}", {{"host", "here"}}),
                          objectos::Message("test.buy", "buy one"));
  }
  std::string name() const override { return "create_throws"; }
  std::string version() const override { return "1.0.0"; }
};

}  // namespace

OBJECTOS_MODULE(CreateThrows)
