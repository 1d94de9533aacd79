using NodaTime;

namespace Referrals;

/// <summary>
/// What a review has to know of a history: which events, fields, values and units there were, when refunds came, and what the program would have
/// given. Made of the inputs in one pass; it holds no persons.
/// </summary>
public sealed class AnalysisHistory
{
    private const int MostValues = 1_000;
    private readonly HashSet<string> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<Unit> _units = [];
    private readonly List<double> _refundDays = [];
    private IReadOnlyList<Amount> _spending = [];

    private AnalysisHistory()
    {
    }

    /// <summary>How many inputs were seen.</summary>
    public long Inputs { get; private set; }

    /// <summary>How long the history is, in days; at least one where it has any input.</summary>
    public double Days { get; private set; }

    /// <summary>Reads a history.</summary>
    /// <param name="inputs">The inputs, in the order in which they were decided; those without a time count for names only.</param>
    public static AnalysisHistory Of(IEnumerable<ReferralInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var history = new AnalysisHistory();
        var conversions = new Dictionary<string, Instant>(StringComparer.Ordinal);
        Instant? first = null;
        Instant? last = null;
        foreach (var input in inputs)
        {
            history.Inputs++;
            if (input.OccurredAt is { } at)
            {
                first = first < at ? first : at;
                last = last > at ? last : at;
            }

            history.Add(input);
            if (input is Conversion { OccurredAt: { } bought } conversion)
            {
                _ = conversions.TryAdd(conversion.Id, bought);
            }
            else if (input is Refund { OccurredAt: { } returned } refund && conversions.TryGetValue(refund.ConversionId, out var ordered))
            {
                history._refundDays.Add((returned - ordered).TotalDays);
            }
        }

        history.Days = first is { } start && last is { } end ? Math.Max(1, (end - start).TotalDays) : 0;
        return history;
    }

    /// <summary>The same history with what the program would have given over it, had it no budget: one amount for each unit.</summary>
    /// <param name="given">The amounts, such as those of a simulation without budgets.</param>
    public AnalysisHistory WithSpending(IEnumerable<Amount> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var history = (AnalysisHistory)MemberwiseClone();
        history._spending = [.. given];
        return history;
    }

    internal IReadOnlySet<string> Events => _events;

    internal IReadOnlySet<Unit> Units => _units;

    /// <summary>The values that a field had; <c>null</c> where nobody told it, empty where there are too many to know all.</summary>
    internal IReadOnlySet<string>? ValuesOf(Field field) => !_fields.TryGetValue(field.ToString(), out var values) ? null
        : values.Count < MostValues ? values : new HashSet<string>();

    internal IEnumerable<string> Fields => _fields.Keys;

    /// <summary>How many refunds came after so many days, of how many.</summary>
    internal (int Late, int All) LateRefunds(double days) => (_refundDays.Count(each => each > days), _refundDays.Count);

    /// <summary>How much a day took; <c>null</c> where that is not known.</summary>
    internal decimal? PerDay(Unit unit) => Days > 0 && _spending.FirstOrDefault(amount => amount.Unit == unit) is { IsDefault: false } amount
        ? amount.MinorUnits / (decimal)Days
        : null;

    private void Add(ReferralInput input)
    {
        switch (input)
        {
            case Conversion conversion:
                _ = _events.Add(conversion.Name);
                if (conversion.Amount is { } amount)
                {
                    _ = _units.Add(amount.Unit);
                }

                Add(FieldSource.Event, conversion.Attributes);
                foreach (var line in conversion.Lines)
                {
                    Add(FieldSource.Line, line.Attributes);
                    Add("line.sku", line.Sku);
                }

                break;
            case SignUp signUp:
                AddPerson(signUp.Segment, signUp.Attributes);
                break;
            case Enrollment enrollment:
                AddPerson(enrollment.Segment, enrollment.Attributes);
                break;
            case CustomerUpdate update:
                AddPerson(update.Segment, update.Attributes);
                break;
            default:
                break;
        }
    }

    /// <summary>Whoever is a friend today may refer tomorrow.</summary>
    private void AddPerson(string? segment, IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var source in (FieldSource[])[FieldSource.Referee, FieldSource.Referrer])
        {
            Add(source, attributes);
            Add(Field.Of(source, "segment").ToString(), segment);
        }
    }

    private void Add(FieldSource source, IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            Add(Field.Of(source, name).ToString(), value);
        }
    }

    private void Add(string field, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (!_fields.TryGetValue(field, out var values))
        {
            _fields[field] = values = new HashSet<string>(StringComparer.Ordinal);
        }

        if (values.Count < MostValues)
        {
            _ = values.Add(value);
        }
    }
}
