using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Referrals.Attribution;

/// <summary>How one model credits the channels: a row a channel, in ordinal order of their names. Immutable.</summary>
/// <remarks>
/// The rows and <see cref="Unattributed"/> together hold exactly the conversions and the value that went in, up to the
/// rounding of sums of <c>double</c>. Tables of parts of the data add up with <see cref="Merge"/>.
/// </remarks>
public sealed class ChannelCredits
{
    /// <summary>The name that conversions without any touch are written under.</summary>
    public const string UnattributedName = "(unattributed)";

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private ChannelCredits(string model, ChannelCredit[] rows, ChannelCredit unattributed)
    {
        Model = model;
        Rows = rows;
        Unattributed = unattributed;
        for (var i = 0; i < rows.Length; i++)
        {
            _places.Add(rows[i].Channel, i);
        }
    }

    /// <summary>The model's name, such as <c>time_decay</c>.</summary>
    public string Model { get; }

    /// <summary>A row a channel, also for those without credit.</summary>
    public IReadOnlyList<ChannelCredit> Rows { get; }

    /// <summary>Conversions and value of journeys without any touch; zero where every journey has one.</summary>
    public ChannelCredit Unattributed { get; }

    /// <summary>The row of a channel; zero for an unknown one.</summary>
    public ChannelCredit this[string channel]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(channel);
            return _places.TryGetValue(channel, out var place) ? Rows[place] : new ChannelCredit(channel, 0, 0);
        }
    }

    /// <summary>The same credits under another name of the model.</summary>
    public ChannelCredits Named(string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return new ChannelCredits(model, [.. Rows], Unattributed);
    }

    /// <summary>The sum of two tables of the same model on different journeys. Channels are matched by name.</summary>
    /// <remarks>Associative and commutative up to the rounding of <c>double</c>. Right for every model that credits each journey
    /// by itself; data-driven models merge their counts instead.</remarks>
    /// <exception cref="ArgumentException">The models differ.</exception>
    public ChannelCredits Merge(ChannelCredits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Model != other.Model)
        {
            throw new ArgumentException($"Credits of '{Model}' and '{other.Model}' do not add. Merge tables of one model.", nameof(other));
        }

        var sums = new SortedDictionary<string, ChannelCredit>(StringComparer.Ordinal);
        foreach (var row in Rows.Concat(other.Rows))
        {
            sums[row.Channel] = sums.TryGetValue(row.Channel, out var sum) ? Sum(sum, row) : row;
        }

        return new ChannelCredits(Model, [.. sums.Values], Sum(Unattributed, other.Unattributed));
    }

    /// <summary>Tables as CSV: <c>model,channel,conversions,value</c>, numbers that read back exactly, lines ended by LF.</summary>
    /// <remarks>A row <see cref="UnattributedName"/> follows a model's channels where it is not zero.</remarks>
    public static string ToCsv(params IEnumerable<ChannelCredits> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var text = new StringBuilder("model,channel,conversions,value\n");
        foreach (var table in tables)
        {
            foreach (var row in table.WrittenRows())
            {
                text.Append(CsvText.Field(table.Model)).Append(',').Append(CsvText.Field(row.Channel)).Append(',')
                    .Append(CsvText.Number(row.Conversions)).Append(',').Append(CsvText.Number(row.Value)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Tables as JSON: an array of <c>{ model, credits: [{ channel, conversions, value }] }</c>.</summary>
    public static string ToJson(params IEnumerable<ChannelCredits> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var table in tables)
            {
                table.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static ChannelCredits From(
        string model, ChannelNames names, ReadOnlySpan<double> conversions, ReadOnlySpan<double> values,
        double unattributedConversions, double unattributedValue)
    {
        var order = names.Sorted();
        var rows = new ChannelCredit[order.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new ChannelCredit(names[order[i]], conversions[order[i]], values[order[i]]);
        }

        return new ChannelCredits(model, rows, new ChannelCredit(UnattributedName, unattributedConversions, unattributedValue));
    }

    private IEnumerable<ChannelCredit> WrittenRows() =>
        Unattributed.Conversions == 0 && Unattributed.Value == 0 ? Rows : Rows.Append(Unattributed);

    private void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", Model);
        json.WriteStartArray("credits");
        foreach (var row in WrittenRows())
        {
            json.WriteStartObject();
            json.WriteString("channel", row.Channel);
            json.WriteNumber("conversions", row.Conversions);
            json.WriteNumber("value", row.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ChannelCredit Sum(ChannelCredit left, ChannelCredit right) =>
        new(left.Channel, left.Conversions + right.Conversions, left.Value + right.Value);
}

/// <summary>What one channel is credited with: a row of <see cref="ChannelCredits"/>.</summary>
/// <remarks><c>default</c> is no credit to no channel.</remarks>
public readonly record struct ChannelCredit
{
    internal ChannelCredit(string channel, double conversions, double value)
    {
        Channel = channel;
        Conversions = conversions;
        Value = value;
    }

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>Credited conversions; a fraction as a rule.</summary>
    public double Conversions { get; }

    /// <summary>Credited value, in the unit of the journeys' values.</summary>
    public double Value { get; }

    /// <summary>The channel and its credit, such as <c>mail: 3.5 conversions, value 120</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Channel}: {Conversions} conversions, value {Value}");
}

/// <summary>
/// Multi-level credit: the referrer next to the converting customer gets <c>a</c>, the one who referred that referrer
/// <c>a r</c>, the next <c>a r²</c>, and so on.
/// </summary>
/// <remarks>
/// <para>With <c>a = B (1 - r)</c> the total stays below the budget <c>B</c> however long the chain is; over <c>L</c> levels
/// it is <c>a (1 - r^L) / (1 - r) &lt;= B</c>. What no level takes goes to nobody: it is not spread over the others, or the nearest
/// referrer's part would fall with the length of the chain. The winning team of the DARPA Network Challenge 2009 paid
/// by this rule with r = 1/2 (Pickard et al., arXiv 1008.3172).</para>
/// <para>The rule rewards a person who poses as a chain of several (Emek et al., EC 2011): use it with identity checks and
/// few levels.</para>
/// </remarks>
public static class LevelCredits
{
    /// <summary>The shares of a budget by level, nearest referrer first; they sum to one at most.</summary>
    /// <param name="levels">How many levels are paid, 1 to 32.</param>
    /// <param name="ratio">What one level further away gets of the level before: 0 (the nearest only) up to, not including, 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static decimal[] Of(int levels, decimal ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, 32);
        if (ratio is < 0 or >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio of one level to the one before is from 0 up to, not including, 1.");
        }

        var shares = new decimal[levels];
        var (share, left) = (1 - ratio, 1m);
        for (var i = 0; i < levels; i++)
        {
            // Products are rounded in their last digit; together they must not pass the whole.
            shares[i] = Math.Min(share, left);
            left -= shares[i];
            share *= ratio;
        }

        return shares;
    }

    /// <summary>The parts of a budget by level, each rounded down to the unit's smallest part, so that they never exceed it.</summary>
    /// <param name="budget">0 or more.</param>
    /// <param name="levels">How many levels are paid, 1 to 32.</param>
    /// <param name="ratio">0 up to, not including, 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static Amount[] Of(Amount budget, int levels, decimal ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget.MinorUnits, nameof(budget));
        var shares = Of(levels, ratio);
        var parts = new Amount[levels];
        for (var i = 0; i < levels; i++)
        {
            parts[i] = Amount.FromMinorUnits((long)decimal.Truncate(budget.MinorUnits * shares[i]), budget.Unit);
        }

        return parts;
    }
}

/// <summary>Fields as RFC 4180 writes them, numbers as they read back exactly.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    internal static string Field(string text) =>
        text.AsSpan().ContainsAny(Special) ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;

    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
