// A shared object that is no module.
#include "objectos/api.hpp"

extern "C" OBJECTOS_API int something_else() {
  return 1;
}
