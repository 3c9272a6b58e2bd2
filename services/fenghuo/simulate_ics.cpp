// A simulation as an iCalendar file (RFC 5545): one event a message, at the moment it would leave.
#include <libical/ical.h>

#include <ostream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "services/fenghuo/simulate_output.hpp"

namespace fenghuo::simulate {
namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

icaltimetype utc_time(Instant t) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(to_ms(t) / 1000), 0, icaltimezone_get_utc_timezone());
}

std::string text_of(icalcomponent* component) {
  char* text = icalcomponent_as_ical_string_r(component);
  std::string out = text == nullptr ? "" : text;
  icalmemory_free_buffer(text);
  return out;
}

class IcsWriter final : public Writer {
 public:
  IcsWriter(std::ostream& out, Period) : out_(out) {
    out_ << "BEGIN:VCALENDAR\r\nPRODID:-//fenghuo//simulate//ZH\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:履责提醒预演\r\n";
  }

  void message(const Message& m) override {
    const Component event(icalcomponent_new(ICAL_VEVENT_COMPONENT), &icalcomponent_free);
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(event.get(), property); };
    const std::string summary = "〔" + kind_name(m.kind) + "〕" + (m.party_name.empty() ? m.party : m.party_name) + "：" + m.subject;
    const std::string text = m.reason + mark_of(m) + "\n" + m.channel + " " + m.destination + "\n" + m.matter;
    add(icalproperty_new_uid(uid_of(m).c_str()));
    add(icalproperty_new_dtstamp(utc_time(m.at)));
    add(icalproperty_new_dtstart(utc_time(m.at)));
    add(icalproperty_new_summary(summary.c_str()));
    add(icalproperty_new_description(text.c_str()));
    add(icalproperty_new_categories(kind_name(m.kind).c_str()));
    add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    out_ << text_of(event.get());
  }
  void nobody(const Nobody&) override {}
  void finish() override { out_ << "END:VCALENDAR\r\n"; }

 private:
  // The same message has the same id in every run.
  static std::string uid_of(const Message& m) {
    const auto what = m.matter + '\n' + m.party + '\n' + m.destination + '\n' + m.kind + '\n' + m.step + '\n' + std::to_string(m.repeat) +
                      '\n' + std::to_string(to_ms(m.at));
    return to_hex(crypto::sha256(what).substr(0, 16)) + "@fenghuo";
  }

  std::ostream& out_;
};

}  // namespace

std::unique_ptr<Writer> ics_writer(std::ostream& out, Period period) { return std::make_unique<IcsWriter>(out, std::move(period)); }

}  // namespace fenghuo::simulate
