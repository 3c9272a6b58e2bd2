#include "services/fenghuo/simulate_run.hpp"

#include "common/messages/number_mark.hpp"
#include "services/escalator/decide.hpp"
#include "services/fenghuo/simulate_sources.hpp"

namespace fenghuo::simulate {
namespace {

constexpr Millis ahead = std::chrono::hours{1};

std::string kind_of(const wire::OutMessage& message) { return message.kind() == "stand_down" ? "notice" : message.kind(); }

// "<generation>/<rung>/<repeat>/<party>/<destination>/<kind>:<step>"; a number at the end of the step is that of its cause, an item or an
// instant, and says nothing to a reader.
std::string step_of(const wire::OutMessage& message) {
  const std::string head = "/" + message.destination() + "/" + message.kind() + ":";
  const auto at = message.dedup().find(head);
  if (at == std::string::npos) return {};
  std::string step = message.dedup().substr(at + head.size());
  const auto cause = step.find_last_not_of("0123456789");
  if (cause != std::string::npos && cause + 1 < step.size() && step[cause] == '/') step.resize(cause);
  return step;
}

void add_entries(const Leaving& leaving, Message& out) {
  std::set<std::string> sources;
  for (const auto& entry : leaving.message.model().entries()) {
    const auto member = leaving.from.members.find(entry.matter_id());
    if (member == leaving.from.members.end()) continue;
    const auto& name = member->second;
    out.draft = out.draft || name.draft;
    out.proposed = out.proposed || name.proposed;
    if (!name.source.empty()) sources.insert(name.source);
    out.entries.push_back({name.key, name.source, name.occurrence, entry.kind(), entry.why(), entry.due_at()});
  }
  for (const auto& source : sources) out.source += (out.source.empty() ? "" : ",") + source;
}

Message message_of(const Leaving& leaving) {
  const auto& message = leaving.message;
  const auto& model = message.model();
  const auto& name = leaving.from.name;
  Message out;
  out.at = leaving.at;
  out.matter = name.key;
  out.source = name.source;
  out.occurrence = name.occurrence;
  out.draft = name.draft;
  out.proposed = name.proposed;
  out.kind = kind_of(message);
  out.rung = model.kind() == "warning";
  out.step = out.rung ? std::to_string(message.step()) : step_of(message);
  out.repeat = message.repeat();
  out.party = message.party();
  out.party_name = model.party_name();
  out.role = model.role();
  out.unit = model.unit();
  out.channel = message.channel();
  out.destination = message.destination();
  out.subject = numbered(model.subject(), leaving.from.number);
  out.reason = model.reason();
  out.ask = model.ask();
  out.keeps_hours = message.valid_while().reminder_hours();
  out.due_at = model.due_at();
  if (!leaving.from.members.empty()) add_entries(leaving, out);
  return out;
}

}  // namespace

class Simulation::Impl : public Observer {
 public:
  Impl(const wire::Bundle& bundle, Calendar calendar, Setup setup, Sink& sink)
      : calendar_(std::move(calendar)),
        to_(setup.to),
        sink_(sink),
        hash_(digest_of(bundle)),
        index_(escalator::make_index(bundle)),
        people_(bundle, calendar_, setup.acts, std::move(setup.written)),
        sources_(bundle, calendar_, setup.from, setup.to, std::move(setup.signals)),
        ledger_(
            [this, &bundle](const wire::DecideJob& job) {
              return escalator::decide(job, {&bundle, hash_, &bundle, index_.get(), index_.get()});
            },
            *this, &calendar_, std::move(setup.carrier)) {
    for (const auto& role : bundle.roles()) names_["role:" + role.id()] = role.name();
    for (const auto& unit : bundle.units()) names_["unit:" + unit.id()] = unit.name();
  }

  Result<void> run_until(Instant t) {
    for (const Instant end = std::min(t, to_);;) {
      const auto now = next();
      if (!now || *now >= end) return {};
      if (*now >= looked_) {
        looked_ = *now + ahead;
        ledger_.look_ahead(looked_);
      }
      sources_.submit(*now, ledger_);
      people_.act(*now, ledger_);
      if (auto done = ledger_.settle(*now); !done) return done;
    }
  }

  void leaves(const Leaving& leaving) override {
    ++messages_;
    people_.hears(leaving);
    sink_.message(message_of(leaving));
  }
  void answered(const Answer& answer) override { people_.answered(answer); }
  void nobody(const Gap& gap) override {
    const auto name = names_.find(std::string(gap.party));
    sink_.nobody({gap.at, gap.from.name.key, gap.from.name.source, std::string(gap.party),
                  name == names_.end() ? std::string(gap.party) : name->second, std::string(gap.step), std::string(gap.why),
                  gap.from.name.draft});
  }

  std::optional<Instant> next() {
    std::optional<Instant> first;
    for (const auto& each : {sources_.next(), people_.next(), ledger_.next()}) {
      if (each && (!first || *each < *first)) first = each;
    }
    return first;
  }

  Calendar calendar_;
  Instant to_;
  Sink& sink_;
  std::string hash_;
  std::shared_ptr<const escalator::Index> index_;
  People people_;
  Sources sources_;
  VirtualLedger ledger_;
  std::unordered_map<std::string, std::string> names_;
  std::uint64_t messages_ = 0;
  Instant looked_{};
};

Simulation::Simulation(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Simulation::~Simulation() = default;

Result<std::unique_ptr<Simulation>> Simulation::make(const wire::Bundle& bundle, Setup setup, Sink& sink) {
  auto zone = Zone::find(bundle.timezone());
  if (!zone) return tl::unexpected(zone.error());
  auto calendar = Calendar::make(bundle.calendar(), std::move(*zone));
  if (!calendar) return tl::unexpected(calendar.error());
  return std::unique_ptr<Simulation>(new Simulation(std::make_unique<Impl>(bundle, std::move(*calendar), std::move(setup), sink)));
}

Result<void> Simulation::run_until(Instant t) { return impl_->run_until(t); }
const Calendar& Simulation::calendar() const { return impl_->calendar_; }
std::uint64_t Simulation::messages() const { return impl_->messages_; }
std::uint64_t Simulation::decisions() const { return impl_->ledger_.decisions(); }
std::size_t Simulation::open_matters() const { return impl_->ledger_.open_matters(); }
const std::vector<std::string>& Simulation::faults() const { return impl_->sources_.faults(); }
const std::vector<Refusal>& Simulation::refusals() const { return impl_->people_.refusals(); }
std::uint64_t Simulation::refused() const { return impl_->people_.refused(); }

}  // namespace fenghuo::simulate
