/// Prints the description of the API, as GET /v1/openapi.json answers it.
#include <cstdio>

#include "http/openapi.hpp"

int main() {
  std::puts(spin::http::openapi().c_str());
}
