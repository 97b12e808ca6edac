# Writes the files of the dashboard into a C++ source, plain and compressed:
#
#   cmake -DFROM=http/page -DOUT=page_files.cpp -P EmbedPage.cmake
#
# Every file but index.html is served below /ui/VERSION/, where VERSION stands
# for the content of all of them: browsers may keep them for ever, and a page
# never gets the files of another version. index.html names it as @VERSION@.
cmake_minimum_required(VERSION 3.25)

file(GLOB names RELATIVE ${FROM} ${FROM}/*.html ${FROM}/*.css ${FROM}/*.js)
list(SORT names)
set(sums "")
foreach(name IN LISTS names)
  file(SHA256 ${FROM}/${name} sum)
  string(APPEND sums "${name} ${sum}\n")
endforeach()
string(SHA256 version "${sums}")
string(SUBSTRING ${version} 0 12 version)

# literal(FILE VARIABLE SIZE): its bytes as a C++ string literal.
function(literal file variable size)
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "(..)" "\\\\x\\1" text "${hex}")
  set(${variable} "\"${text}\"" PARENT_SCOPE)
  set(${size} ${bytes} PARENT_SCOPE)
endfunction()

set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(rows "")
foreach(name IN LISTS names)
  string(REGEX REPLACE ".*\\." "" suffix ${name})
  set(path "/ui/${version}/${name}")
  set(file ${OUT}.plain)
  configure_file(${FROM}/${name} ${file} COPYONLY)
  if(name STREQUAL "index.html")
    set(path "/")
    file(READ ${FROM}/${name} text)
    string(REPLACE "@VERSION@" "${version}" text "${text}")
    file(WRITE ${file} "${text}")
  endif()
  file(SHA256 ${file} sum)
  string(SUBSTRING ${sum} 0 16 tag)
  execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${OUT}.packed
                  COMMAND_ERROR_IS_FATAL ANY)
  literal(${file} plain plain_size)
  literal(${OUT}.packed packed packed_size)
  string(APPEND rows "    {\"${path}\", \"${type_${suffix}}\",\n"
                     "     {${plain}, ${plain_size}},\n"
                     "     {${packed}, ${packed_size}}, \"${tag}\"},\n")
endforeach()
list(LENGTH names count)
file(WRITE ${OUT} "// Made by cmake/EmbedPage.cmake from http/page.
#include \"http/page.hpp\"

#include <array>

namespace spin::http {

namespace {

constexpr std::array<page_file, ${count}> all{{
${rows}}};

} // namespace

std::span<const page_file> page_files() {
  return all;
}

} // namespace spin::http
")
file(REMOVE ${OUT}.plain ${OUT}.packed)
