/** What a way to pay must be able to do; a real one (WeChat Pay …) is one more file behind this face. */

export interface PayAsk {
  orderId: string;
  amountFen: number;
  /** The test provider only: how it is to behave. */
  simulate?: Simulate | undefined;
}
/** `pays`: paid at once · `unheard`: paid, but its notice is lost · `walks_off`: never paid. */
export type Simulate = 'pays' | 'unheard' | 'walks_off';

/** `show` is what the diner's client needs to go on (a code to scan, parameters to open a wallet). */
export type Started =
  | { kind: 'paid'; reference: string }
  | { kind: 'pending'; show: Record<string, string> }
  | { kind: 'later' };
export type Heard = { kind: 'paid'; reference: string } | { kind: 'pending' };

export interface RefundAsk {
  orderId: string;
  /** The same refund has the same id however often it is asked for. */
  refundId: string;
  /** The provider's own name of the payment. */
  reference: string;
  amountFen: number;
}

export interface PaymentProvider {
  name: string;
  /** Set on providers that move no money: said in every answer and log line. */
  notice: string | null;
  /** How long an answer may take, wall milliseconds; ten seconds when absent. */
  waitMs?: number;
  /** Repeatable: the same order is never charged twice. */
  start(ask: PayAsk): Promise<Started>;
  /** Was it paid? Heals a notice that was lost; throws when it cannot say (it is asked again, until the order must expire). */
  query(orderId: string): Promise<Heard>;
  /** Gives money back once per `refundId`; throws when it could not (it is asked again). */
  refund(ask: RefundAsk): Promise<void>;
}
