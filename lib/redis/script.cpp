#include "redis/script.hpp"

#include "script_texts.hpp"
