#include "docker/json.hpp"

#include <rapidjson/error/en.h>

namespace spin::docker::json {

namespace {

// Iterative: a hostile depth of brackets must not exhaust the stack.
constexpr unsigned parse_flags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;

} // namespace

document::document(std::string_view text) {
  // The parser takes a zero byte for the end and would not see what follows.
  if (text.find('\0') != std::string_view::npos) {
    why_ = "not JSON: it holds a zero byte";
    return;
  }
  // It also steps over any part of a byte order mark.
  const bool is_ascii = text.empty() || static_cast<unsigned char>(text[0]) < 128;
  if (!is_ascii && !text.starts_with("\xef\xbb\xbf")) {
    why_ = "not JSON: it is not UTF-8";
    return;
  }
  doc_.Parse<parse_flags>(text.data(), text.size());
  if (doc_.HasParseError())
    why_ = "not JSON at byte " + std::to_string(doc_.GetErrorOffset()) + ": "
           + rapidjson::GetParseError_En(doc_.GetParseError());
}

field field::operator[](const char* key) const {
  auto path = path_.empty() ? std::string(key) : path_ + '.' + key;
  if (!is(present() && value_->IsObject(), "an object"))
    return {doc_, nullptr, std::move(path)};
  const auto found = value_->FindMember(key);
  const bool any = found != value_->MemberEnd();
  return {doc_, any ? &found->value : nullptr, std::move(path)};
}

void field::complain(std::string_view why) const {
  if (!doc_->failed())
    doc_->why_ =
        (path_.empty() ? "the answer" : path_) + ' ' + std::string(why);
}

bool field::must_be(bool ok, const char* what) const {
  if (!present())
    complain("is missing");
  return is(ok, what);
}

std::string field::text() const {
  if (!must_be(present() && value_->IsString(), "a string"))
    return {};
  return {value_->GetString(), value_->GetStringLength()};
}

bool field::flag() const {
  return must_be(present() && value_->IsBool(), "a boolean")
         && value_->GetBool();
}

std::int64_t field::number(std::int64_t low, std::int64_t high) const {
  if (!must_be(present() && value_->IsInt64(), "a whole number"))
    return {};
  const auto result = value_->GetInt64();
  if (result < low || result > high) {
    complain("is out of range: " + std::to_string(result));
    return {};
  }
  return result;
}

std::uint64_t field::count() const {
  return is(present() && value_->IsUint64(), "a whole number of 0 or more")
             ? value_->GetUint64()
             : 0;
}

} // namespace spin::docker::json
