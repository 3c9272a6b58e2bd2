// fenghuo signal: warnings from a file or from stdin, through the same border as the HTTP way in.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "common/base/ids.hpp"
#include "common/signals/signals.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;
constexpr std::size_t max_file_bytes = 64U << 20U;

struct SignalOptions {
  std::string file, provider;
};

struct Line {
  std::string signal_id, status, id, matter, reason;
};

Result<std::string> read_input(const std::string& file) {
  std::ostringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
  } else {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(file + ": can't be read");
    text << in.rdbuf();
  }
  if (text.view().size() > max_file_bytes) return fail(file + ": larger than 64 MB; split it");
  return text.str();
}

// JSONL is objects on lines of their own: the whole is then no JSON value.
Result<std::vector<ParsedSignal>> parse(const std::string& text, const wire::Bundle& bundle, const std::string& provider) {
  json::error_code error;
  const json::value whole = json::parse(text, error);
  return error ? parse_signal_lines(text, bundle, provider) : parse_signals(text, bundle, provider);
}

Line line_of(const std::string& signal_id, const wire::AcceptedItem& item) {
  Line line{signal_id, "refused", "", "", item.reason()};
  if (item.status() == wire::OK_ACCEPTED) line.status = "accepted";
  if (item.status() == wire::OK_DUPLICATE) line.status = "duplicate";
  if (item.id() != 0) line.id = id_text(item.id());
  if (item.matter_id() != 0) line.matter = id_text(item.matter_id());
  return line;
}

// One batch a provider: keys are scoped by it.
Result<void> submit(Access& access, const std::string& provider, const std::vector<const ParsedSignal*>& batch, std::vector<Line>& lines) {
  for (std::size_t at = 0; at < batch.size(); at += max_signals_per_batch) {
    const std::size_t end = std::min(batch.size(), at + max_signals_per_batch);
    wire::Submit request;
    request.set_scope(signal_scope(provider));
    request.set_intake_class(wire::WARNING);
    for (std::size_t i = at; i < end; ++i) *request.add_items() = submit_item(*batch[i]->signal, access.bundle());
    const auto accepted = access.ledger().submit(std::move(request));
    if (!accepted) return tl::unexpected(access.explain(accepted.error()));
    if (static_cast<std::size_t>(accepted->items_size()) != end - at)
      return fail("the ledger answered for another number of signals than were sent");
    for (std::size_t i = at; i < end; ++i) lines.push_back(line_of(batch[i]->signal_id, accepted->items(static_cast<int>(i - at))));
  }
  return {};
}

int print(const std::vector<Line>& lines, bool as_json) {
  json::array rows;
  bool refused = false;
  for (const auto& line : lines) {
    refused |= line.status == "refused";
    if (as_json) {
      rows.push_back(json::object{
          {"signal_id", line.signal_id}, {"status", line.status}, {"id", line.id}, {"matter", line.matter}, {"reason", line.reason}});
    } else {
      std::cout << line.signal_id << "  " << line.status << "  " << (line.reason.empty() ? line.matter : line.reason) << '\n';
    }
  }
  if (as_json) print_json(json::object{{"items", std::move(rows)}});
  return refused ? exit_problems : exit_ok;
}

Result<int> signal(Access& access, const SignalOptions& options, bool as_json) {
  const auto text = read_input(options.file);
  if (!text) return tl::unexpected(text.error());
  if (access.bundle().providers().empty()) return fail("no configuration is in force in the ledger; run: fenghuo reload");
  const auto parsed = parse(*text, access.bundle(), options.provider);
  if (!parsed) return fail(options.file + ": " + parsed.error().message);
  std::vector<Line> lines;
  std::map<std::string, std::vector<const ParsedSignal*>> by_provider;
  for (const auto& one : *parsed) {
    if (one.signal) {
      by_provider[one.signal->provider()].push_back(&one);
    } else {
      lines.push_back({one.signal_id, "refused", "", "", one.signal.error().message});
    }
  }
  for (const auto& [provider, batch] : by_provider) {
    if (auto done = submit(access, provider, batch, lines); !done) return tl::unexpected(done.error());
  }
  return print(lines, as_json);
}

}  // namespace

void add_signal(CLI::App& app, Shared& shared) {
  auto options = std::make_shared<SignalOptions>();
  CLI::App* leaf = add_leaf(
      app, shared, "signal", "submit warnings: one JSON object, an array, {\"signals\": [...]}, or one object a line", [&shared, options] {
        return with_ledger(shared.common, [&](Access& access) { return signal(access, *options, shared.common.json); });
      });
  leaf->add_option("file", options->file, "file, or - for stdin")->required();
  leaf->add_option("--provider", options->provider, "take only signals of this provider")->type_name("ID");
}

}  // namespace fenghuo::cli
