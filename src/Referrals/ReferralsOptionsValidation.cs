using Microsoft.Extensions.Options;

namespace Referrals;

/// <summary>Checks at start that there are programs or that they are kept in the store, and that every rule they ask for is registered.</summary>
internal sealed class ProgramsValidator : IValidateOptions<ReferralsOptions>
{
    public ValidateOptionsResult Validate(string? name, ReferralsOptions options)
    {
        if (options.Programs.Count == 0 && options.StoredPrograms is null)
        {
            return ValidateOptionsResult.Fail(
                "There is no referral program; add one with AddReferrals(r => r.AddProgram(program)), or keep programs in the store with StorePrograms().");
        }

        try
        {
            _ = options.Checked();
            return ValidateOptionsResult.Success;
        }
        catch (ReferralProgramException exception)
        {
            return ValidateOptionsResult.Fail(exception.Findings.Select(static finding => finding.ToString()));
        }
    }
}

/// <summary>Checks the ranges that the options declare; generated, so that nothing is looked up by reflection.</summary>
[OptionsValidator]
internal sealed partial class ReferralsOptionsValidator : IValidateOptions<ReferralsOptions>
{
}
