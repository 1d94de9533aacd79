using System.Globalization;

namespace Backfill.Tables;

/// <summary>The tables of the club, joined by their keys, with remarks on what is odd about them.</summary>
internal sealed class ClubTables
{
    private static readonly string[] PaymentColumns =
        ["transaction_id", "transaction_status", "transaction_at", "timezone_transaction", "transaction_type"];

    private static readonly string[] MemberColumns =
        ["id", "user_id", "timezone_homeclub", "membership_expired_date", "is_deleted"];

    private static readonly string[] LogColumns =
        ["id", "user_referral_id", "source_transaction_id", "created_at", "is_reward_granted"];

    private static readonly string[] ReferralColumns =
    [
        "referral_at", "referral_id", "referee_id", "referee_phone", "referral_reward_id",
        "referral_source", "referrer_id", "transaction_id", "updated_at", "user_referral_status_id",
    ];

    private readonly List<string> _notes = [];

    private ClubTables(string folder)
    {
        Statuses = ById(CsvFile.Read(folder, "user_referral_statuses", _notes, "id", "description")
            .Select(static row => (Id: row.Key("id"), Value: row.Text("description") ?? "none")), "statuses");
        Rewards = ById(CsvFile.Read(folder, "referral_rewards", _notes, "id", "reward_value")
            .Select(row => (Id: row.Key("id"), Value: Days(row))), "rewards");
        Payments = ById(CsvFile.Read(folder, "paid_transactions", _notes, PaymentColumns)
            .Select(static row => (Id: row.Key("transaction_id"), Value: PaymentOf(row))), "payments");
        Members = ReadMembers(CsvFile.Read(folder, "user_logs", _notes, MemberColumns));
        Leads = ReadLeads(CsvFile.Read(folder, "lead_logs", _notes, "id", "lead_id", "current_status"));
        Log = CsvFile.Read(folder, "user_referral_logs", _notes, LogColumns).Select(EntryOf).ToLookup(static entry => entry.Referral);
        Referrals = [.. CsvFile.Read(folder, "user_referrals", _notes, ReferralColumns).Select(ReferralOf)];
        NoteUnusedRows();
    }

    /// <summary>The name of each status, as the club writes it.</summary>
    public IReadOnlyDictionary<string, string> Statuses { get; }

    /// <summary>The days of each reward; <c>null</c> where they cannot be read.</summary>
    public IReadOnlyDictionary<string, int?> Rewards { get; }

    public IReadOnlyDictionary<string, Payment> Payments { get; }

    public IReadOnlyDictionary<string, Member> Members { get; }

    public IReadOnlySet<string> Leads { get; }

    /// <summary>The log by referral.</summary>
    public ILookup<string?, LogEntry> Log { get; }

    public IReadOnlyList<ReferralRow> Referrals { get; }

    /// <summary>What is odd about the tables as a whole. The oddities of single referrals are in their verdicts.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public static ClubTables Read(string folder) => new(folder);

    private static Payment PaymentOf(Row row) => new(
        row.Key("transaction_id"),
        row.Text("transaction_status"),
        row.Text("transaction_type"),
        row.Time("transaction_at"),
        row.Text("timezone_transaction"));

    private static LogEntry EntryOf(Row row) => new(
        row.Key("id"),
        row.Text("user_referral_id"),
        row.Text("source_transaction_id"),
        row.Time("created_at"),
        row.Flag("is_reward_granted"));

    private static ReferralRow ReferralOf(Row row) => new()
    {
        Id = row.Key("referral_id"),
        At = row.Time("referral_at"),
        UpdatedAt = row.Time("updated_at"),
        Referee = row.Text("referee_id"),
        Phone = row.Text("referee_phone"),
        Referrer = row.Text("referrer_id"),
        PaymentId = row.Text("transaction_id"),
        RewardId = row.Text("referral_reward_id"),
        StatusId = row.Text("user_referral_status_id"),
        Source = row.Text("referral_source"),
        Place = row.Place,
    };

    private int? Days(Row row)
    {
        var text = row.Text("reward_value");
        if (text?.Split(' ') is [var number, "day" or "days"]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            return days;
        }

        _notes.Add($"{row.Place}: '{text}' is not a valid number of days; the reward cannot be granted.");
        return null;
    }

    private Dictionary<string, T> ById<T>(IEnumerable<(string Id, T Value)> rows, string what)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (id, value) in rows)
        {
            if (!values.TryAdd(id, value))
            {
                _notes.Add($"{id} stands twice among the {what}; the first row counts.");
            }
        }

        return values;
    }

    private Dictionary<string, Member> ReadMembers(List<Row> rows)
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (var group in rows.GroupBy(static row => row.Key("user_id")))
        {
            var last = group.Last();
            var versions = group.Select(static row => row.Without("id")).Distinct().Count();
            if (group.Count() > 1)
            {
                _notes.Add(string.Create(CultureInfo.InvariantCulture, $"Member {group.Key} has {group.Count()} rows")
                    + (versions == 1 ? " that say the same; they count as one." : ", not all the same; the last one counts."));
            }

            members[group.Key] = new Member(
                group.Key, last.Day("membership_expired_date"), last.Flag("is_deleted"), last.Text("timezone_homeclub"));
        }

        return members;
    }

    private HashSet<string> ReadLeads(List<Row> rows)
    {
        foreach (var group in rows.GroupBy(static row => row.Key("lead_id")).Where(static group => group.Count() > 1))
        {
            var states = string.Join(", ", group.Select(static row => row.Text("current_status")));
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"Lead {group.Key} has {group.Count()} rows ({states}); they count as one person."));
        }

        return [.. rows.Select(static row => row.Key("lead_id"))];
    }

    private void NoteUnusedRows()
    {
        var known = Referrals.Select(static referral => referral.Id).ToHashSet();
        var strangers = Log.Where(group => group.Key is null || !known.Contains(group.Key)).SelectMany(static group => group).ToList();
        if (strangers.Count > 0)
        {
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Rows of user_referral_logs about referrals that user_referrals does not have: {strangers.Count}, ")
                + string.Create(CultureInfo.InvariantCulture, $"of them granted: {strangers.Count(static entry => entry.Granted)}."));
        }

        var claimed = Referrals.Select(static referral => referral.PaymentId).ToHashSet();
        foreach (var payment in Payments.Keys.Where(id => !claimed.Contains(id)).Order(StringComparer.Ordinal))
        {
            _notes.Add($"Payment {payment} belongs to no referral.");
        }
    }
}
