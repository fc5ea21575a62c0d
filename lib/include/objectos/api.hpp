// Symbol visibility. Everything is hidden but what carries OBJECTOS_API.
#pragma once

#define OBJECTOS_API __attribute__((visibility("default")))
