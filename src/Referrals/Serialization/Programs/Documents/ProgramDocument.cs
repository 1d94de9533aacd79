using System.Text.Json.Serialization;
using Referrals.Serialization.Programs.Documents.Guards;

namespace Referrals.Serialization.Programs.Documents;

/// <summary>A program as it stands in JSON: texts and numbers, nothing checked yet.</summary>
internal sealed class ProgramDocument
{
    [JsonPropertyName("$schema")]
    public string? SchemaLocation { get; set; }

    public int? Schema { get; set; }

    public string? Id { get; set; }

    public int? Version { get; set; }

    public string? Name { get; set; }

    public string? Zone { get; set; }

    public string? Starts { get; set; }

    public string? Ends { get; set; }

    public bool? Paused { get; set; }

    public PeriodDocument? CountBeforeSignUp { get; set; }

    public string? Rounding { get; set; }

    public AmountBaseDocument? AmountBase { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }

    public CodesDocument? Codes { get; set; }

    public ChosenCodesDocument? ChosenCodes { get; set; }

    public string? Links { get; set; }

    public AttributionDocument? Attribution { get; set; }

    public List<string>? Events { get; set; }

    public List<string>? Fields { get; set; }

    public ConditionDocument? Qualify { get; set; }

    public GuardsDocument? Guards { get; set; }

    public List<IncentiveDocument>? Incentives { get; set; }

    public string? WhenSeveralMatch { get; set; }

    public List<GroupDocument>? Groups { get; set; }

    public List<SideCapDocument>? Caps { get; set; }

    public List<BudgetDocument>? Budgets { get; set; }

    public List<PayoutDocument>? Payouts { get; set; }

    public string? Shortfall { get; set; }

    public string? Pairs { get; set; }

    public TaxThresholdDocument? TaxThreshold { get; set; }
}
