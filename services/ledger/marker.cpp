#include "services/ledger/marker.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string_view>

#include "common/log/log.hpp"

namespace fenghuo::ledger {
namespace {

constexpr std::string_view title = "fenghuo-ledger";
constexpr std::size_t digits = 20;

// Always as long: a new one covers the old one.
std::string text_of(const Mark& mark) {
  const std::string seq = std::to_string(mark.seq);
  return std::string(title) + " " + mark.id + " " + std::string(digits - std::min(digits, seq.size()), '0') + seq + "\n";
}

}  // namespace

Marker::~Marker() {
  if (fd_ >= 0) ::close(fd_);
}

std::optional<Mark> Marker::read() const {
  std::ifstream in(path_);
  std::string word, seq;
  Mark mark;
  if (!(in >> word >> mark.id >> seq) || word != title) return std::nullopt;
  const auto [end, error] = std::from_chars(seq.data(), seq.data() + seq.size(), mark.seq);
  return error == std::errc{} && end == seq.data() + seq.size() ? std::optional(mark) : std::nullopt;
}

void Marker::write(const Mark& mark) {
  if (fd_ >= 0 && mark == written_) return;
  const bool first = fd_ < 0;
  if (first) fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string text = text_of(mark);
  if (fd_ >= 0 && ::pwrite(fd_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size())) {
    if (first) ::fsync(fd_);  // a database with an id has a marker, whatever happens
    written_ = mark;
    return;
  }
  if (std::exchange(complained_, true)) return;
  log::warn("marker_not_written", {{"path", path_}, {"reason", std::string_view(std::strerror(errno))}});
}

std::string foreign(const std::optional<Mark>& last, const Mark& found) {
  if (!last) return found.id.empty() ? std::string() : "no ledger has run in this data folder, and the database is not new";
  if (!found.id.empty() && found.id != last->id) return "another ledger's database stands in the data folder";
  if (found.seq < last->seq)
    return "the database ends at event " + std::to_string(found.seq) + ", but event " + std::to_string(last->seq) +
           " has been written here";
  return {};
}

}  // namespace fenghuo::ledger
