using Microsoft.Extensions.Options;
using Referrals.Programs;
using Referrals.Registration;

namespace Referrals;

/// <summary>Checks at start that there are programs, and that every rule they ask for is registered.</summary>
internal sealed class ProgramsValidator : IValidateOptions<ReferralsOptions>
{
    public ValidateOptionsResult Validate(string? name, ReferralsOptions options)
    {
        if (options.Programs.Count == 0)
        {
            return ValidateOptionsResult.Fail("There is no referral program; add one with AddReferrals(r => r.AddProgram(program)).");
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
