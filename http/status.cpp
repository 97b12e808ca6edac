#include "http/status.hpp"
