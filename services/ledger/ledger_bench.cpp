// The ledger's CPU budget: microseconds a warning for each of its four steps, on a real store, without sockets.
//   ledger_bench [warnings, default 20000] [batch, default 500]
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "services/ledger/test_ledger.hpp"

namespace {

double cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace fenghuo;
  using namespace fenghuo::ledger;
  const int total = argc > 1 ? std::atoi(argv[1]) : 20000, batch = argc > 2 ? std::atoi(argv[2]) : 500;
  TestLedger l;
  l.activate_bundle([](wire::Bundle& b) { b.mutable_destinations(0)->set_concurrency(100000); });
  l.worker("decide", "e", 4096);
  l.worker("webhook", "w", 4096);
  double accept = 0, lease = 0, decide = 0, deliver = 0;
  for (int done = 0; done < total; done += batch) {
    std::vector<wire::SubmitItem> items;
    items.reserve(static_cast<std::size_t>(batch));
    for (int i = 0; i < batch; ++i)
      items.push_back(TestLedger::signal_item("signal-" + std::to_string(1000000 + done + i), "topic-" + std::to_string(done + i)));
    double t = cpu_us();
    l.submit(items);
    accept += cpu_us() - t;
    t = cpu_us();
    l.turn();
    lease += cpu_us() - t;
    std::vector<wire::ResultItem> decisions, sends;
    for (const auto& job : l.jobs()) {
      decisions.push_back(l.decision(job, [](wire::Decision& d) {
        TestLedger::queue(d, "a", "1/0/0/role:a/a/warning");
        d.set_serial_kind("舆");
        d.set_serial_year(2027);
        d.mutable_row()->add_facets("unit=u|level=red");
        for (const char* kind : {"opened", "rung"}) {
          auto* event = d.add_events();
          event->set_kind(kind);
          add_field(event->mutable_fields(), "level", "red");
        }
        d.mutable_matter()->set_title(std::string(600, 'x'));
      }));
    }
    t = cpu_us();
    l.answer("e", decisions);
    l.turn();
    decide += cpu_us() - t;
    for (const auto& job : l.jobs()) sends.push_back(TestLedger::sent(job, wire::DELIVERED));
    t = cpu_us();
    l.answer("w", sends);
    l.turn();
    deliver += cpu_us() - t;
    l.outgoing_.clear();
  }
  const auto each = [&](double us) { return us / total; };
  std::printf(
      "warnings %d in batches of %d\naccept  %6.1f us\nlease   %6.1f us\ndecide  %6.1f us (commit the decision, lease the send)\ndeliver "
      "%6.1f us\ntotal   %6.1f us\n",
      total, batch, each(accept), each(lease), each(decide), each(deliver), each(accept + lease + decide + deliver));
}
