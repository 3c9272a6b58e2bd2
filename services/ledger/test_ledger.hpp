// A ledger core on a real store in a folder of its own, with hands to play every peer. For tests.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "common/storage/reader.hpp"
#include "services/ledger/core.hpp"
#include "services/ledger/group_commit.hpp"

namespace fenghuo::ledger {

class TestLedger {
 public:
  explicit TestLedger(const std::string& fault = {}) : fault_(fault) {
    std::string pattern = std::filesystem::temp_directory_path() / "fenghuo-ledger-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    settings_.ledger.lease = std::chrono::minutes{1};
    settings_.ledger.restart_grace = std::chrono::milliseconds{0};
    restart();
  }
  ~TestLedger() {
    commit_.reset();
    core_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void restart() {
    core_.reset();
    store_.reset();
    auto store = storage::Store::open({folder_ + "/ledger.db", 4, fault_});
    ASSERT_TRUE(store.has_value()) << store.error().message;
    store_ = std::move(*store);
    if (!clock_) clock_ = make_manual_clock(instant(1'804'000'000'000));
    core_ = std::make_unique<Core>(*store_, *clock_, settings_);
    core_->load();
    commit_ = std::make_unique<GroupCommit>(*store_, *clock_, [this] { core_->load(); });
    ASSERT_TRUE(commit([this] { core_->start_epoch(); }));
    outgoing_.clear();
  }

  // One group commit around the calls; false when it did not reach the disk.
  bool commit(const std::function<void()>& work) {
    if (!commit_->run(work, [this] { return core_->dirty(); })) return false;
    core_->clean();
    for (auto& out : core_->take_outgoing()) outgoing_.push_back(std::move(out));
    return true;
  }
  // Workers ping in time, but for those in `frozen`.
  void turn(std::chrono::milliseconds later = {}, const std::string& frozen = {}) {
    steady_ += later;
    ASSERT_TRUE(commit([&] {
      for (const auto& identity : core_->worker_identities()) {
        if (later.count() > 0 && identity != "id-" + frozen) core_->ping(identity, steady_);
      }
      core_->tick(steady_);
      core_->lease_work(steady_);
    })) << commit_->error();
  }

  // What was said to a peer, oldest first, and taken away.
  template <class Message>
  std::vector<Message> said(wire::Type type) {
    std::vector<Message> found;
    std::erase_if(outgoing_, [&](const Outgoing& out) {
      if (out.type != type) return false;
      Message m;
      EXPECT_TRUE(m.ParseFromString(out.payload));
      found.push_back(std::move(m));
      return true;
    });
    return found;
  }
  std::vector<wire::JobItem> jobs() {
    std::vector<wire::JobItem> all;
    for (const auto& job : said<wire::Job>(wire::JOB)) all.insert(all.end(), job.items().begin(), job.items().end());
    return all;
  }

  void activate_bundle(const std::function<void(wire::Bundle&)>& change = {}) {
    wire::Bundle bundle;
    bundle.set_timezone("Asia/Shanghai");
    bundle.add_ladders()->set_level("red");
    bundle.set_operator_role("operator");
    auto* role = bundle.add_roles();
    role->set_id("operator");
    role->add_contacts("operator_hook");
    for (const char* id : {"a", "b", "operator_hook"}) bundle.add_destinations()->set_id(id);
    for (const std::int64_t ms : {1000, 2000}) bundle.mutable_retry()->add_after_ms(ms);
    if (change) change(bundle);
    wire::Operate operate;
    operate.set_what("activate_bundle");
    operate.set_blob(canonical_bytes(bundle));
    ASSERT_TRUE(commit([&] { core_->operate("cli", operate); }));
    const auto answers = said<wire::Operated>(wire::OPERATED);
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_TRUE(answers[0].ok()) << answers[0].reason();
  }
  void worker(const std::string& kind, const std::string& instance, std::uint32_t credit = 100, const std::vector<wire::Held>& held = {}) {
    wire::Hello hello;
    hello.set_version(protocol_version);
    hello.set_kind(kind);
    hello.set_instance(instance);
    for (const auto& h : held) *hello.add_held() = h;
    wire::Credit room;
    room.set_n(credit);
    ASSERT_TRUE(commit([&] {
      core_->hello("id-" + instance, hello, steady_);
      core_->credit("id-" + instance, room, steady_);
    }));
  }
  static wire::SubmitItem signal_item(const std::string& key, const std::string& topic, const std::string& level = "red") {
    wire::SubmitItem item;
    item.set_key(key);
    item.set_matter_key("topic/p/" + topic);
    item.set_item_class(level == "red" ? wire::HUMAN : wire::WARNING);
    auto* signal = item.mutable_body()->mutable_signal();
    signal->set_signal_id(key);
    signal->set_topic_id(topic);
    signal->set_level(level);
    return item;
  }
  wire::Accepted submit(const std::vector<wire::SubmitItem>& items, const std::string& scope = "provider/p") {
    wire::Submit submit;
    submit.set_request(++request_);
    submit.set_scope(scope);
    for (const auto& item : items) *submit.add_items() = item;
    EXPECT_TRUE(commit([&] { core_->submit("client", submit); })) << commit_->error();
    auto answers = said<wire::Accepted>(wire::ACCEPTED);
    return answers.empty() ? wire::Accepted{} : answers.back();
  }
  // Answers a decision job: every item done, the matter open with the given messages.
  wire::ResultItem decision(const wire::JobItem& job, const std::function<void(wire::Decision&)>& change = {}) {
    wire::ResultItem result;
    result.set_lease(job.lease());
    *result.mutable_fence() = job.fence();
    result.set_id(job.id());
    auto* d = result.mutable_decision();
    d->set_matter_id(job.decide().matter_id());
    d->set_version(job.decide().version());
    d->mutable_matter()->set_id(job.decide().matter_id());
    d->mutable_row()->set_open(true);
    d->mutable_row()->set_work(wire::AWAITING);
    d->mutable_row()->set_next_at(job.decide().now() + 600'000);
    for (const auto& item : job.decide().inbox()) {
      auto* outcome = d->add_outcomes();
      outcome->set_item_id(item.id());
      outcome->set_code(wire::DONE);
    }
    if (change) change(*d);
    return result;
  }
  static void queue(wire::Decision& d, const std::string& destination, const std::string& dedup) {
    auto* out = d.add_queue();
    out->set_party("role:" + destination);
    out->set_destination(destination);
    out->set_channel("webhook");
    out->set_kind("warning");
    out->set_dedup(dedup);
    out->mutable_model()->set_ask(true);
  }
  wire::Operated operate(const std::string& what, const std::vector<std::pair<std::string, std::string>>& args = {}) {
    wire::Operate operate;
    operate.set_what(what);
    for (const auto& [name, value] : args) add_field(operate.mutable_args(), name, value);
    EXPECT_TRUE(commit([&] { core_->operate("cli", operate); })) << commit_->error();
    const auto answers = said<wire::Operated>(wire::OPERATED);
    return answers.empty() ? wire::Operated{} : answers.back();
  }
  void cannot(const std::string& instance, const wire::JobItem& job, const std::string& reason = "bundle not known") {
    wire::Cannot cannot;
    cannot.set_lease(job.lease());
    *cannot.mutable_fence() = job.fence();
    cannot.set_id(job.id());
    cannot.set_reason(reason);
    ASSERT_TRUE(commit([&] { core_->cannot("id-" + instance, cannot, steady_); }));
  }
  // Every event of the journal, oldest first.
  std::vector<wire::EventView> events() {
    const auto reader = storage::Reader::open(folder_ + "/ledger.db", 4);
    std::vector<wire::EventView> all;
    std::uint64_t cursor = 0;
    do {
      const auto page = (*reader)->journal(cursor, 1000);
      for (const auto& row : page.rows) all.emplace_back().ParseFromString(row);
      cursor = page.next;
    } while (cursor != 0);
    return all;
  }
  std::vector<wire::EventView> events(const std::string& kind) {
    auto all = events();
    std::erase_if(all, [&](const wire::EventView& e) { return e.kind() != kind; });
    return all;
  }
  void answer(const std::string& instance, const std::vector<wire::ResultItem>& items) {
    wire::Result result;
    for (const auto& item : items) *result.add_items() = item;
    ASSERT_TRUE(commit([&] { core_->result("id-" + instance, result, steady_); })) << commit_->error();
  }
  static wire::ResultItem sent(const wire::JobItem& job, wire::SendCode code, const std::string& reason = {}) {
    wire::ResultItem result;
    result.set_lease(job.lease());
    *result.mutable_fence() = job.fence();
    result.set_id(job.id());
    result.mutable_send()->set_code(code);
    result.mutable_send()->set_reason(reason);
    return result;
  }
  // A matter with one queued message, decided by worker "e".
  MatterId told(const std::string& topic, const std::string& destination = "a", const std::function<void(wire::Decision&)>& change = {}) {
    submit({signal_item("s-" + topic, topic)});
    turn();
    const auto list = jobs();
    EXPECT_EQ(list.size(), 1U);
    answer("e", {decision(list.at(0), [&](wire::Decision& d) {
             queue(d, destination, "1/0/0/" + destination);
             if (change) change(d);
           })});
    return MatterId{list.at(0).decide().matter_id()};
  }
  wire::StatusView status() { return core_->snapshot(steady_); }

  std::string folder_, fault_;
  Settings settings_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<LedgerClock> clock_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<GroupCommit> commit_;
  std::vector<Outgoing> outgoing_;
  Steady steady_ = steady_now();
  std::uint64_t request_ = 0;
};

}  // namespace fenghuo::ledger
