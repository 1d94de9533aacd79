using System.Globalization;
using Referrals;
using Replay.History;
using Replay.Tables;

namespace Replay.Reading;

/// <summary>
/// Reads all files of a folder. What is wrong with them goes into the list; the history is good only if that stays empty.
/// </summary>
internal sealed class HistoryReader
{
    private readonly string _folder;
    private readonly Unit? _currency;
    private readonly FaultList _faults;
    private readonly List<string> _files = [];
    private KnownIds _customers = KnownIds.None;
    private KnownIds _shares = KnownIds.None;

    private HistoryReader(string folder, Unit? currency, FaultList faults)
    {
        _folder = folder;
        _currency = currency;
        _faults = faults;
    }

    /// <param name="folder">Where the files are.</param>
    /// <param name="currency">The currency of amounts that name none; <c>null</c> where every row must name its own.</param>
    /// <param name="faults">Takes up what is wrong.</param>
    public static ProductHistory Read(string folder, Unit? currency, FaultList faults) =>
        new HistoryReader(folder, currency, faults).Read();

    private ProductHistory Read()
    {
        var customers = Rows("customers", required: true, CustomerRows);
        if (customers.Count(static row => row.IsReferredByNobody) is > 0 and var count)
        {
            _faults.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Customers who came by referral, though no referrer, visitor or code is known: {count:N0}. They count as not referred."));
        }

        return new ProductHistory
        {
            Folder = _folder,
            Customers = customers,
            Enrollments = TableFile.Find(_folder, "enrollments", _faults) is null
                ? null
                : Rows("enrollments", required: false, EnrollmentRows),
            Shares = Rows("shares", required: true, ShareRows),
            Clicks = Rows("clicks", required: true, ClickRows),
            Orders = Rows("orders", required: true, OrderRows),
            Costs = Rows("costs", required: true, CostRows),
            Answers = [.. Rows("nps", required: false, AnswerRows), .. Rows("answers", required: false, AnswerRows)],
            Files = _files,
        };
    }

    private List<T> Rows<T>(string name, bool required, Func<Table, IEnumerable<T>> read)
    {
        if (TableFile.Find(_folder, name, _faults) is { } file)
        {
            _files.Add(file);
            return [.. read(TableFile.Read(_folder, file, _faults))];
        }

        if (required)
        {
            _faults.Add(name + ".csv", "the file is missing", $"Put {name}.csv or {name}.jsonl into {_folder}.");
        }

        return [];
    }

    private IEnumerable<CustomerRow> CustomerRows(Table table)
    {
        string[] evidence = table.Has("visitor_id") || table.Has("code") ? [] : ["referrer_id"];
        table.Expect(
            ["customer_id", "signup_at", "acquired_via", .. evidence], "referrer_id", "segment", "region", "visitor_id", "code");
        _customers = References.Unique(table, "customer_id");
        KnownCustomer(table, "referrer_id");
        return table.Rows.Select(static row => new CustomerRow(
            row.Customer("customer_id"),
            row.Time("signup_at"),
            row.Channel("acquired_via"),
            row.OptionalCustomer("referrer_id"),
            row.OptionalId("segment"),
            row.OptionalId("region"),
            row.OptionalVisitor("visitor_id"),
            row.OptionalId("code")));
    }

    private IEnumerable<EnrollmentRow> EnrollmentRows(Table table)
    {
        table.Expect(["customer_id", "at"], "code");
        _ = References.Unique(table, "customer_id");
        _ = References.Unique(table, "code");
        KnownCustomer(table, "customer_id");
        return table.Rows.Select(static row => new EnrollmentRow(row.Customer("customer_id"), row.Time("at"), row.OptionalId("code")));
    }

    private IEnumerable<ShareRow> ShareRows(Table table)
    {
        table.Expect(["share_id", "advocate_id", "channel", "at"]);
        _shares = References.Unique(table, "share_id");
        KnownCustomer(table, "advocate_id");
        return table.Rows.Select(static row => new ShareRow(
            row.Id("share_id"), row.Customer("advocate_id"), row.Channel("channel"), row.Time("at")));
    }

    private IEnumerable<ClickRow> ClickRows(Table table)
    {
        table.Expect(["click_id", "share_id", "visitor_id", "at"]);
        _ = References.Unique(table, "click_id");
        References.Exist(table, "share_id", _shares, "share");
        return table.Rows.Select(static row => new ClickRow(
            row.Id("click_id"), row.Id("share_id"), row.Visitor("visitor_id"), row.Time("at")));
    }

    private IEnumerable<OrderRow> OrderRows(Table table)
    {
        table.Expect(["order_id", "customer_id", "at", "amount", "margin", "kind"], "currency", "event", "sale_id");
        var orders = References.Unique(table, "order_id");
        References.Exist(table, "sale_id", orders, "order");
        KnownCustomer(table, "customer_id");
        return table.Rows.Select(row => new OrderRow(
            row.Id("order_id"),
            row.Customer("customer_id"),
            row.Time("at"),
            OrderAmounts.OfOrder(row, _currency),
            row.Amount("margin", _currency),
            OrderAmounts.IsRefund(row),
            row.OptionalId("event") ?? "purchase",
            row.OptionalId("sale_id"),
            row.Line));
    }

    private IEnumerable<CostRow> CostRows(Table table)
    {
        table.Expect(["at", "kind", "channel", "amount"], "currency", "customer_id");
        KnownCustomer(table, "customer_id");
        return table.Rows.Select(row => new CostRow(
            row.Time("at"), row.Id("kind"), row.Channel("channel"), OrderAmounts.NotNegative(row, _currency), row.Line));
    }

    private IEnumerable<AnswerRow> AnswerRows(Table table)
    {
        table.Expect(["customer_id", "at", "score"]);
        KnownCustomer(table, "customer_id");
        return table.Rows.Select(static row => new AnswerRow(row.Customer("customer_id"), row.Time("at"), row.Score("score"), row.Line));
    }

    private void KnownCustomer(Table table, string column) => References.Exist(table, column, _customers, "customer");
}
