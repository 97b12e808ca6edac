#include "actors/explain_words.hpp"

#include <algorithm>
#include <cstdio>

namespace spin {

using namespace std::chrono;

std::string words_of(span length) {
  const auto whole = std::max(floor<seconds>(length), seconds{0});
  const auto text = [](auto count, const char* unit) {
    return std::to_string(count.count()) + ' ' + unit;
  };
  if (whole < minutes{1})
    return text(whole, "s");
  if (whole < hours{1})
    return text(floor<minutes>(whole), "min");
  const auto hour = floor<hours>(whole);
  if (hour >= hours{48})
    return text(floor<days>(whole), "d");
  const auto rest = floor<minutes>(whole - hour);
  return text(hour, "h") + (rest.count() > 0 ? ' ' + text(rest, "min") : "");
}

std::string words_of(utc at, utc now) {
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(at - day)};
  char text[48];
  const auto put = [&](const char* form, auto... what) {
    std::snprintf(text, sizeof text, form, what...);
  };
  const int clock[] = {static_cast<int>(time.hours().count()),
                       static_cast<int>(time.minutes().count()),
                       static_cast<int>(time.seconds().count())};
  if (day == floor<days>(now))
    put("%02d:%02d:%02d UTC", clock[0], clock[1], clock[2]);
  else
    put("%04d-%02u-%02u %02d:%02d:%02d UTC", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        clock[0], clock[1], clock[2]);
  return text;
}

namespace {

/// Puts one container into words.
class speaker {
public:
  explicit speaker(const to_say& all) : all_(all) {}

  std::string all() const {
    using enum deciding_rule;
    switch (all_.found.rule) {
    case not_running:
      return how_it_ended();
    case working:
      return under_way();
    case paused:
    case disabled:
    case report_without_end:
    case in_use:
    case looks:
    case last_chance:
    case group:
    case max_age:
      return what_it_said() + what_holds_it() + what_was_found()
             + what_will_be();
    }
    return {};
  }

private:
  const lifecycle& life() const { return all_.what.life; }

  std::string at(instant when) const { return at(all_.now.to_utc(when)); }
  std::string at(utc when) const { return words_of(when, all_.now.wall); }

  std::string ago(instant when) const {
    return words_of(all_.now.steady - when) + " ago";
  }

  /// "stopped", "paused", "removed": what its end will be.
  std::string ended() const {
    if (all_.found.rule == deciding_rule::max_age)
      return "stopped";
    switch (all_.policy.on_idle) {
    case idle_action::stop:
      return "stopped";
    case idle_action::pause:
      return "paused";
    case idle_action::remove:
      return "removed";
    }
    return "stopped";
  }

  std::string how_it_ended() const {
    const auto& end = life().ended;
    if (!end)
      return "It does not run, and starts when it is asked to.";
    std::string text =
        "It does not run: " + cause_of(end->why) + " at " + at(end->at);
    if (end->exit_code)
      text += " (exit code " + std::to_string(*end->exit_code) + ')';
    return text + ". It starts when it is asked to.";
  }

  static std::string cause_of(stop_reason why) {
    switch (why) {
    case stop_reason::none:
      return "it ended";
    case stop_reason::idle:
      return "nobody used it, so it was stopped";
    case stop_reason::asked:
      return "it was asked to stop and did";
    case stop_reason::died:
      return "it ended by itself or was killed";
    case stop_reason::start_failed:
      return "the engine could not start it";
    case stop_reason::max_age:
      return "it reached the age that it may have, and was stopped";
    case stop_reason::outside:
      return "somebody stopped it through the engine";
    }
    return "it ended";
  }

  /// "being made": what is under way.
  static std::string_view doing(phase now) {
    switch (now) {
    case phase::creating:
      return "being made";
    case phase::removing:
      return "being removed";
    case phase::starting:
    case phase::stopping:
    case phase::pausing:
    case phase::resuming:
    case phase::running:
    case phase::stopped:
    case phase::paused:
    case phase::gone:
      return to_string(now);
    }
    return to_string(now);
  }

  std::string under_way() const {
    const auto begin = "It is " + std::string{doing(life().now)};
    if (life().failures > 0)
      return begin + "; the engine failed at it "
             + std::to_string(life().failures)
             + " times in a row, and is asked again at " + at(life().retry_at)
             + ".";
    return begin + "; the engine has been asked and has not yet answered.";
  }

  std::string what_it_said() const {
    if (!life().reported_at)
      return life().now == phase::running ? "It has reported nothing since it "
                                            "began to run. "
                                          : std::string{};
    const auto n = life().active;
    std::string text = "It reported " + std::to_string(n) + " connection"
                       + (n == 1 ? "" : "s") + ' ' + ago(*life().reported_at);
    if (n > 0 && all_.found.report.until == instant::max())
      text += ", which counts until it reports again";
    else if (n > 0)
      text += std::string{all_.found.report.counts ? ", which counts until "
                                                   : ", which counted until "}
              + at(all_.found.report.until);
    return text + ". ";
  }

  std::string what_holds_it() const {
    std::string text;
    if (all_.found.keep_alive.counts)
      text += "A client keeps it alive until " + at(life().held_until) + ". ";
    if (all_.found.busy_for.counts)
      text += "It asked to be held until " + at(life().busy_until) + ". ";
    return text;
  }

  std::string what_was_found() const {
    if (life().now != phase::running || all_.policy.disabled)
      return {};
    std::string text;
    if (!all_.checks.empty()) {
      const auto& last = all_.checks.back();
      text = "A look at " + at(last.at) + ' ' + finding(last.found) + ". ";
    } else if (life().last_chance) {
      text = "The look before found it idle. ";
    }
    if (life().busy_since_check)
      text += "Since then it has been in use. ";
    return text;
  }

  static std::string finding(verdict found) {
    switch (found) {
    case verdict::busy:
      return "found it in use";
    case verdict::idle:
      return "found it idle";
    case verdict::idle_again:
      return "found it idle again";
    case verdict::missed:
      return "gave it one more interval, since reports could not have arrived";
    }
    return {};
  }

  std::string what_will_be() const {
    using enum deciding_rule;
    const auto& end = all_.found.stops_at;
    switch (all_.found.rule) {
    case max_age:
      return "It will be stopped at " + at(*end) + ", at the age of "
             + words_of(all_.policy.max_age) + ", even if it is in use.";
    case paused:
      return "It is paused, and stays so until somebody resumes it.";
    case disabled:
      return "It is never stopped for idleness: its timeouts are disabled.";
    case report_without_end:
      return "It is not stopped as long as that report counts.";
    case in_use:
      return "If nothing more is heard of it, it will be " + ended() + " at "
             + at(*end) + ".";
    case looks:
      return "The next look, at " + at(life().next_check)
             + ", finds it idle and the one after that too, so it will be "
             + ended() + " at " + at(*end) + " unless it is used before.";
    case group:
      return what_its_group_does();
    case last_chance:
      return "It will be " + ended() + " at " + at(*end)
             + " unless it is used before.";
    case not_running:
    case working:
      return {};
    }
    return {};
  }

  std::string what_its_group_does() const {
    const auto& end = all_.found.stops_at;
    const auto begin = "By itself it would be " + ended() + " at "
                       + at(*idle_end(life(), all_.policy))
                       + ", but others of its group "
                       + all_.what.made_with->what.group;
    return end ? begin + " go on until later: it will be " + ended() + " at "
                     + at(*end) + " unless one of them is used before."
               : begin + " are in use: it ends with the last of them.";
  }

  const to_say& all_;
};

} // namespace

std::string sentence_of(const to_say& all) {
  return speaker{all}.all();
}

} // namespace spin
