#include "common/config/fault.hpp"

#include "common/config/fault_list.hpp"

namespace fenghuo {

std::string to_text(const Fault& fault) {
  std::string text = config::to_text(config::Place{fault.file, fault.line, fault.column}) + ": ";
  if (fault.severity == Fault::Severity::warning) text += "warning: ";
  text += fault.what;
  if (!fault.remedy.empty()) text += "; " + fault.remedy;
  return text;
}

bool has_errors(const std::vector<Fault>& faults) {
  return std::any_of(faults.begin(), faults.end(), [](const Fault& f) { return f.severity == Fault::Severity::error; });
}

namespace config {

std::string to_text(const Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

void FaultList::error(const Place& place, std::string what, std::string remedy) {
  add(place, std::move(what), std::move(remedy), Fault::Severity::error);
}

void FaultList::warning(const Place& place, std::string what, std::string remedy) {
  add(place, std::move(what), std::move(remedy), Fault::Severity::warning);
}

void FaultList::add(const Place& place, std::string what, std::string remedy, Fault::Severity severity) {
  if (severity == Fault::Severity::error) ++errors_;
  if (faults_.size() > cap) return;
  if (faults_.size() == cap) {
    what = "more than " + std::to_string(cap) + " faults; the rest is not shown";
    remedy = "mend these first";
    // A cut list must not look usable: what was left out may have been an error.
    severity = Fault::Severity::error;
  }
  faults_.push_back({place.file, place.line, place.column, std::move(what), std::move(remedy), severity});
}

}  // namespace config
}  // namespace fenghuo
