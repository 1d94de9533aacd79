using System.Buffers;
using System.Text;
using System.Text.Json;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.Credits;

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
