#include "config/addresses.hpp"

#include "config/address_parts.hpp"

namespace spin::config {

namespace {

// -- whole addresses ----------------------------------------------------------

bool is_endpoint(std::string_view text) {
  const auto parts = split_port(text);
  if (!parts || !is_number(parts->second, 0, 65535))
    return false;
  return address_bits(parts->first) == (text.starts_with('[') ? 128 : 32);
}

bool is_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto bits = address_bits(text.substr(0, slash));
  if (bits == 0 || slash == std::string_view::npos)
    return bits != 0;
  return is_number(text.substr(slash + 1), 0, bits);
}

bool is_engine(std::string_view text) {
  if (drop_prefix(text, "unix://"))
    return is_socket_path(text);
  if (!drop_prefix(text, "tcp://") && !drop_prefix(text, "http://"))
    return false;
  if (text.ends_with('/'))
    text.remove_suffix(1);
  const auto parts = split_port(text);
  return parts && is_number(parts->second, 1, 65535)
         && (text.starts_with('[') || is_host_name(parts->first));
}

/// Makes the codec of texts that `accepts`, or that are one of `also`.
codec<std::string> texts(std::string kind, std::string allowed,
                         bool (*accepts)(std::string_view),
                         std::vector<std::string> also = {}) {
  const auto wrong = " is not " + kind;
  return {
      std::move(kind),
      std::move(allowed),
      [accepts, wrong, also](std::string_view text) -> parsed<std::string> {
        for (const auto& word : also)
          if (same_word(word, text))
            return word;
        if (accepts(text))
          return std::string{text};
        return tl::unexpected(shown_value(text) + wrong);
      },
      [](const std::string& value) { return value; },
  };
}

} // namespace

// -- kinds of values ----------------------------------------------------------

codec<std::string> ip_addresses() {
  return texts("an IP address", "an IPv4 or IPv6 address",
               [](std::string_view text) { return address_bits(text) != 0; });
}

codec<std::string> endpoints() {
  return texts("address:port",
               "an IP address and a port from 0 to 65535, as 127.0.0.1:8080 or "
               "[::1]:8080",
               is_endpoint);
}

codec<std::string> endpoints_or_auto_or_off() {
  return texts("auto, off or address:port",
               "auto, off, or an IP address and a port from 0 to 65535, as "
               "172.17.0.1:80 or [::1]:80",
               is_endpoint, {"auto", "off"});
}

codec<std::string> endpoints_or_off() {
  return texts("off or address:port",
               "off, or an IP address and a port from 0 to 65535, as "
               "127.0.0.1:9181 or [::1]:9181",
               is_endpoint, {"off"});
}

codec<std::string> engine_addresses() {
  return texts("an engine address",
               "unix:///path, tcp://host:port, http://host:port, or auto",
               is_engine, {"auto"});
}

codec<std::vector<std::string>> networks() {
  return {
      "list of networks",
      "IP addresses and networks (10.0.0.0/8), as a list or with commas",
      [](std::string_view text) -> parsed<std::vector<std::string>> {
        std::vector<std::string> result;
        if (trimmed(text).empty())
          return result;
        for (auto more = true; more;) {
          const auto comma = text.find(',');
          const auto item = trimmed(text.substr(0, comma));
          if (!is_network(item))
            return tl::unexpected(shown_value(item)
                                  + " is not an address or network");
          result.emplace_back(item);
          more = comma != std::string_view::npos;
          if (more)
            text.remove_prefix(comma + 1);
        }
        return result;
      },
      [](const std::vector<std::string>& value) {
        std::string text;
        for (const auto& item : value)
          text += (text.empty() ? "" : ", ") + item;
        return text;
      },
  };
}

} // namespace spin::config
