/** SQL that PostgreSQL parses and plans once a connection: the name stands for exactly this text. */
export interface Statement {
  name: string;
  text: string;
}
