using System.Text;
using System.Text.Json.Nodes;
using Referrals;
using Replay.Tables;

namespace Replay.Reporting;

/// <summary>All that happened to one customer, in order of time, and what the customer holds now.</summary>
internal sealed class Story
{
    private readonly CustomerId _customer;
    private readonly IReadOnlyList<StoryLine> _lines;
    private readonly IReadOnlyList<Balance> _balances;

    private Story(CustomerId customer, IReadOnlyList<StoryLine> lines, IReadOnlyList<Balance> balances)
    {
        _customer = customer;
        _lines = lines;
        _balances = balances;
    }

    public static async Task<Story> ReadAsync(ReferralEngine referrals, CustomerId customer, CancellationToken cancellationToken)
    {
        var lines = new List<StoryLine>();
        await foreach (var decided in referrals.Operations.ReadDecisionsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (decided.Concerns(customer))
            {
                lines.Add(StoryLine.Of(decided, customer));
            }
        }

        var balances = await referrals.GetBalancesAsync(customer, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new Story(customer, [.. lines.OrderBy(static line => line.At)], balances);
    }

    public string ToText()
    {
        var text = new StringBuilder($"The story of {_customer}\n\n");
        foreach (var line in _lines)
        {
            _ = text.Append("  ").Append(Times.Short(line.At)).Append("  ").Append(line.Sentence).Append('\n');
            foreach (var reason in line.Reasons)
            {
                _ = text.Append(' ', 22).Append(reason).Append('\n');
            }
        }

        _ = text.Append(_lines.Count == 0 ? "  Nothing has happened yet.\n" : string.Empty);
        return text.Append("\n  Balance now: ").AppendJoin(", ", _balances).Append('\n').ToString();
    }

    public JsonObject ToJson() => new()
    {
        ["customer"] = _customer.Value,
        ["events"] = new JsonArray([.. _lines.Select(static line => line.ToJson())]),
        ["balances"] = new JsonArray([.. _balances.Select(static balance => new JsonObject
        {
            ["unit"] = balance.Unit.ToString(),
            ["available"] = balance.Available.Value,
            ["pending"] = balance.Pending.Value,
        })]),
    };
}
