// Every group's table, for groups().
#pragma once

#include "command.hpp"

namespace objectos::cli {

extern const Group storage_group;
extern const Group cache_group;
extern const Group metrics_group;
extern const Group i18n_group;
extern const Group notify_group;
extern const Group lock_group;
extern const Group ratelimit_group;
extern const Group flag_group;
extern const Group session_group;
extern const Group serve_group;
extern const Group batch_group;
extern const Group status_group;
extern const Group config_group;
extern const Group completion_group;
extern const Group internal_groups[3];  ///< names that begin with __: for completion scripts and the build

}  // namespace objectos::cli
