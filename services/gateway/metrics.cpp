#include "services/gateway/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace fenghuo::gateway {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

struct Metrics::Impl {
  prometheus::Registry registry;
  Family<Counter>& requests =
      prometheus::BuildCounter().Name("fenghuo_http_requests_total").Help("Requests answered, by route and status").Register(registry);
  Family<Counter>& signals =
      prometheus::BuildCounter().Name("fenghuo_signals_total").Help("Signals at the border, by outcome").Register(registry);
  Family<Gauge>& gauges = prometheus::BuildGauge().Name("fenghuo_ledger").Help("The ledger's own figures, by name").Register(registry);
  Gauge& up = prometheus::BuildGauge().Name("fenghuo_ledger_up").Help("1 when the ledger answered lately").Register(registry).Add({});
  Gauge& connections = prometheus::BuildGauge().Name("fenghuo_http_connections").Help("Open connections").Register(registry).Add({});
  Histogram& latency = prometheus::BuildHistogram()
                           .Name("fenghuo_http_request_seconds")
                           .Help("From the header's arrival to the answer, waiting for the ledger included")
                           .Register(registry)
                           .Add({}, Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10});
  std::map<std::pair<std::string, int>, Counter*, std::less<>> by_route;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status, std::chrono::microseconds took) {
  auto& counter = impl_->by_route[{std::string(route), status}];
  if (counter == nullptr) counter = &impl_->requests.Add({{"route", std::string(route)}, {"status", std::to_string(status)}});
  counter->Increment();
  impl_->latency.Observe(std::chrono::duration<double>(took).count());
}

void Metrics::signals(std::string_view status, std::size_t n) {
  if (n > 0) impl_->signals.Add({{"outcome", std::string(status)}}).Increment(static_cast<double>(n));
}

void Metrics::connections(std::size_t open) { impl_->connections.Set(static_cast<double>(open)); }

void Metrics::ledger(const wire::StatusView& status) {
  const auto set = [&](const char* what, auto value) { impl_->gauges.Add({{"what", what}}).Set(static_cast<double>(value)); };
  set("seq", status.seq());
  set("open_matters", status.open_matters());
  set("pending_items", status.pending_items());
  set("due_matters", status.due_matters());
  set("queued_messages", status.queued_messages());
  set("due_messages", status.due_messages());
  set("leased", status.leased());
  set("dead_messages", status.dead_messages());
  set("quarantined", status.quarantined());
  set("messages_delivered", status.messages_delivered());
  set("items_accepted", status.items_accepted());
  set("commits", status.commits());
  set("lag_ms", status.lag_ms());
  set("ladders_held", status.ladders_held() ? 1 : 0);
  set("paused", status.pauses_size());
}

void Metrics::ledger_up(bool up) { impl_->up.Set(up ? 1 : 0); }

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(impl_->registry.Collect()); }

}  // namespace fenghuo::gateway
