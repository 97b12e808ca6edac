# The flags that all code of ours is compiled with, as one interface target.
add_library(spin_options INTERFACE)
target_compile_options(spin_options INTERFACE
                       -Wall -Wextra -Wpedantic -Wshadow -Werror)
target_include_directories(spin_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(spin_options INTERFACE
                           SPIN_VERSION="${PROJECT_VERSION}")
if(SPIN_SANITIZE)
  target_compile_options(spin_options INTERFACE
                         -fsanitize=${SPIN_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(spin_options INTERFACE -fsanitize=${SPIN_SANITIZE})
  find_program(SPIN_LLD ld.lld)
  if(SPIN_LLD) # in a third of the time; such programs are large
    target_link_options(spin_options INTERFACE -fuse-ld=lld)
  endif()
  if(SPIN_SANITIZE MATCHES "address")
    # What UBSan says where is 40 MB of pointers in each test program; at a fixed
    # address the linker sets them, not every start anew.
    target_link_options(spin_options INTERFACE -no-pie)
  endif()
endif()

find_program(SPIN_CCACHE ccache)
if(SPIN_CCACHE)
  # Paths relative to the tree, so that every clone on a machine shares the cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=true ${SPIN_CCACHE})
endif()

# Optimising, GCC 12 sees overlaps in std::string that are none (its bug 105651).
if(NOT SPIN_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"
   AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(spin_options INTERFACE -Wno-restrict)
endif()

# What GCC asks only of headers it asks of every file that is compiled together with
# others (CMAKE_UNITY_BUILD).
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(spin_options INTERFACE -Wno-subobject-linkage)
endif()
