using System.Text.Json;
using System.Text.Json.Serialization;
using Referrals.AI.Proposals;

namespace Referrals.AI.Answers;

/// <summary>The source-generated JSON of all answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FailedAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(RewardExplanationAnswer))]
[JsonSerializable(typeof(RewardsAnswer))]
[JsonSerializable(typeof(FriendsAnswer))]
[JsonSerializable(typeof(TermsAnswer))]
[JsonSerializable(typeof(CodeCheckAnswer))]
[JsonSerializable(typeof(OrderExplanationAnswer))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(TeamRewardsAnswer))]
[JsonSerializable(typeof(HeldReferralsAnswer))]
[JsonSerializable(typeof(MissingRewardAnswer))]
[JsonSerializable(typeof(StatementAnswer))]
[JsonSerializable(typeof(CodeOwnerAnswer))]
[JsonSerializable(typeof(KpisAnswer))]
[JsonSerializable(typeof(KpiDefinitionsAnswer))]
[JsonSerializable(typeof(ProgramAnswer))]
[JsonSerializable(typeof(ReviewAnswer))]
[JsonSerializable(typeof(SimulationAnswer))]
[JsonSerializable(typeof(ProposalAnswer))]
[JsonSerializable(typeof(SealedProposal))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AnswerJson : JsonSerializerContext;
